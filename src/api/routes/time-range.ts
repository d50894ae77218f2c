/** The range of a question about telemetry, from what was asked and the time it is. */
import { defineError, durationMs } from '#base'

export const RangeTurnedRound = defineError('api.range-turned-round', 'bad-input', {
  message: (d: { from: string; to: string }) =>
    `The range begins at ${d.from} and ends before that, at ${d.to}.`,
  hint: 'Ask with `from` before `to`, or with `since` alone.',
})

export interface AskedRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly since: string
}

/** @throws RangeTurnedRound */
export function rangeOf({ from, to, since }: AskedRange): { fromMs: number; toMs: number } {
  const toMs = to ? Date.parse(to) : Date.now()
  const fromMs = from ? Date.parse(from) : toMs - durationMs(since)
  if (fromMs > toMs) throw new RangeTurnedRound({ from: iso(fromMs), to: iso(toMs) })
  return { fromMs: Math.max(0, fromMs), toMs: Math.max(0, toMs) }
}

const iso = (ms: number) => new Date(ms).toISOString()
