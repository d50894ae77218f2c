/** From samples to rows: the latest sample within the lookback at each step, or the line between two. */
import { type Grid, hasValues, type Row, timeAt } from './grid.ts'
import type { SeriesData } from './source.ts'
import { isStale, withoutStale, wordsOf } from './staleness.ts'

/** `read` chooses what a row holds: the value, or the time of the sample in milliseconds. */
export function rowsAt(
  series: readonly SeriesData[],
  grid: Grid,
  lookbackMs: number,
  read: 'value' | 'time' = 'value',
): Row[] {
  const rows = series.map(({ labels, times, values }) => {
    const words = wordsOf(values)
    const row: Row = {
      labels,
      nameless: false,
      values: new Float64Array(grid.count),
      present: new Uint8Array(grid.count),
    }
    let next = 0
    for (let step = 0; step < grid.count; step++) {
      const now = timeAt(grid, step)
      while (next < times.length && times[next]! <= now) next++
      const last = next - 1
      if (last < 0 || times[last]! <= now - lookbackMs || isStale(words, last)) continue
      row.values[step] = read === 'value' ? values[last]! : times[last]!
      row.present[step] = 1
    }
    return row
  })
  return rows.filter(hasValues)
}

/** Values on the line between the samples around each step; at the ends the nearest sample holds. */
export function smoothedRowsAt(
  series: readonly SeriesData[],
  grid: Grid,
  lookbackMs: number,
): Row[] {
  const rows = series.map((data) => {
    const { times, values } = withoutStale(data.times, data.values)
    const row: Row = {
      labels: data.labels,
      nameless: false,
      values: new Float64Array(grid.count),
      present: new Uint8Array(grid.count),
    }
    let next = 0
    for (let step = 0; step < grid.count; step++) {
      const now = timeAt(grid, step)
      while (next < times.length && times[next]! <= now) next++
      const last = next - 1
      const before = last >= 0 && times[last]! > now - lookbackMs
      const after = next < times.length && times[next]! <= now + lookbackMs
      if (!before) continue
      const a = values[last]!
      const isBetween = after && times[last]! < now
      row.values[step] = isBetween
        ? a + ((values[next]! - a) * (now - times[last]!)) / (times[next]! - times[last]!)
        : a
      row.present[step] = 1
    }
    return row
  })
  return rows.filter(hasValues)
}
