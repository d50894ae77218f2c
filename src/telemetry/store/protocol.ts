/** What the server and the process that holds chDB say to each other. */

/** Reads run side by side under limits and cannot write; writes run one after the other. */
export type Lane = 'read' | 'write'

export interface EngineRequest {
  readonly id: number
  readonly lane: Lane
  readonly sql: string
  /** Values for `{name:Type}` in the text. */
  readonly params?: Readonly<Record<string, unknown>>
  /** A ClickHouse output format. */
  readonly format: string
}

export type EngineReply =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'cannot-open'; readonly reason: 'not-installed' | 'failed'; message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'error'
      readonly id: number
      /** ClickHouse's error number, 0 when there is none. */
      readonly code: number
      readonly message: string
    }

/** How the process is told where its data is and how many readers it has. */
export interface EngineSetup {
  readonly path: string
  readonly readers: number
  readonly readerSettings: Readonly<Record<string, string | number>>
}
