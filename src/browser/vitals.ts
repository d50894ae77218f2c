/** Layout shifts and interactions, summed up by the published definitions of CLS and INP. Pure. */

const GAP_MS = 1_000
const WINDOW_MS = 5_000
const KEPT = 10
/** Of so many interactions, one bad one is not held against the page. */
const FORGIVEN_IN = 50

interface Shift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
}

/** The worst window of shifts: at most 5 s long, with gaps of less than 1 s. What follows a click is expected. */
export function createShifts() {
  let worst = 0
  let sum = 0
  let firstMs = 0
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    supported: globalThis.PerformanceObserver?.supportedEntryTypes?.includes('layout-shift'),
    add(entry: PerformanceEntry): void {
      const { startTime, value, hadRecentInput } = entry as Shift
      if (hadRecentInput) return
      if (startTime - lastMs < GAP_MS && startTime - firstMs < WINDOW_MS) sum += value
      else {
        sum = value
        firstMs = startTime
      }
      lastMs = startTime
      worst = Math.max(worst, sum)
    },
    value: () => worst,
  }
}

interface Interaction extends PerformanceEntry {
  readonly interactionId?: number
}

/** The slowest interaction in milliseconds; of fifty, the worst is left out. Undefined when there was none. */
export function createInteractions() {
  const slowest = new Map<number, number>()
  const ids = new Set<number>()
  return {
    add(entry: PerformanceEntry): void {
      const { interactionId: id, duration } = entry as Interaction
      if (!id) return
      ids.add(id)
      // An interaction is several events: the longest of them is what was felt.
      slowest.set(id, Math.max(duration, slowest.get(id) ?? 0))
      if (slowest.size > KEPT) {
        const [least] = [...slowest].sort(([, a], [, b]) => a - b)
        slowest.delete(least![0])
      }
    },
    value(): number | undefined {
      const all = [...slowest.values()].sort((a, b) => b - a)
      const count = (performance as { interactionCount?: number }).interactionCount ?? ids.size
      return all[Math.min(all.length - 1, Math.floor(count / FORGIVEN_IN))]
    },
  }
}
