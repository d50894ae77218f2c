/** The stretch of time that the address names, such as the minutes around a log record; all times without one. */
import { useFilters, useRangeOfAddress } from '../../data/index.ts'
import { clockTimeExact } from '../../ui/time.ts'

export function useStretch() {
  const named = useRangeOfAddress()
  const change = useFilters()
  const leave = () => change({ from: '', to: '' })
  if (!named) return { query: {}, words: '', leave }
  const { fromMs, toMs } = named
  return {
    query: { since: new Date(fromMs).toISOString(), until: new Date(toMs).toISOString() },
    words: `${clockTimeExact(fromMs)} to ${clockTimeExact(toMs)}`,
    leave,
  }
}
