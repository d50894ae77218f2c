/** All that objectives ask of telemetry: the course of a query. Alarms stand on objectives, so it is said here. */
export interface RangeReader {
  range(
    query: string,
    span: {
      readonly fromMs: number
      readonly toMs: number
      readonly stepMs: number
      /** How long a sample counts as the present value; five minutes unless told. */
      readonly lookbackMs?: number
    },
  ): Promise<
    readonly {
      readonly points: readonly { readonly timeMs: number; readonly value: number }[]
    }[]
  >
}
