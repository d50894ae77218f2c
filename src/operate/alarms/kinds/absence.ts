/**
 * A signal, or one of its series, is not heard of any more. Silence is counted from when the last sample was
 * received. While others of its series are heard, a sample stands for as long as `for`, at least three expected
 * intervals and at most five minutes, so that a sender whose clock is behind is not taken for silent.
 */
import { durationMs } from '#base'
import { type AlarmKind, nameOf } from './kind.ts'

const LOOKBACK_MS = 5 * 60_000
const EXPECTED_EVERY = '10s'

export const absence: AlarmKind<'absence'> = {
  kind: 'absence',
  source({ absent }, { model }) {
    const signal = absent && model.find(absent.signal, 'signal')?.spec
    if (!absent || !signal) return undefined
    const { query, every = EXPECTED_EVERY } = signal
    const forMs = durationMs(absent.for)
    return {
      query,
      every,
      lookbackMs: Math.min(LOOKBACK_MS, Math.max(forMs, 3 * durationMs(every))),
      breached: () => false,
      recovered: () => true,
      onMissing: 'fire',
      missingAfterMs: forMs,
    }
  },
  words: ({ absent }) => ({
    looksAt: nameOf(absent?.signal ?? ''),
    when: `not heard for ${absent?.for}`,
  }),
  picture({ absent }, model) {
    const query = absent && model.find(absent.signal, 'signal')?.spec.query
    return query === undefined ? undefined : { query, bound: null }
  },
}
