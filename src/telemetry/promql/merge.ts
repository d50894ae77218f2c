/** Joins rows that have come to bear the same labels; two values at one step contradict each other. */
import { PromqlEvaluationError } from './errors.ts'
import { hasValues, type Row } from './grid.ts'
import { dropMetricName, labelsKey } from './labels.ts'

/** Rows with distinct labels, in order of first appearance, without those that have no values. */
export function mergeRows(rows: readonly Row[]): Row[] {
  const merged = new Map<string, Row>()
  for (const row of rows) {
    if (!hasValues(row)) continue
    const key = labelsKey(row.labels)
    const before = merged.get(key)
    merged.set(key, before ? join(before, row) : row)
  }
  return [...merged.values()]
}

/** Takes away the names that no longer fit, as the last step before a result is handed out. */
export function withoutStaleNames(rows: readonly Row[]): Row[] {
  return mergeRows(
    rows.map((row) =>
      row.nameless ? { ...row, labels: dropMetricName(row.labels), nameless: false } : row,
    ),
  )
}

function join(a: Row, b: Row): Row {
  const values = a.values.slice()
  const present = a.present.slice()
  for (let step = 0; step < values.length; step++) {
    if (!b.present[step]) continue
    if (present[step])
      throw new PromqlEvaluationError({
        problem: 'vector cannot contain metrics with the same labelset',
      })
    values[step] = b.values[step]!
    present[step] = 1
  }
  return { labels: a.labels, nameless: a.nameless || b.nameless, values, present }
}
