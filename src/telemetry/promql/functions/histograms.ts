/** Histograms as families of counters, one per upper bound in the label `le`. */
import { type Bucket, bucketFraction, bucketQuantile } from '../buckets.ts'
import { emptyRow, type Grid, type Row, setValue, type Value } from '../grid.ts'
import { dropLabels, labelsKey, NAME, withLabel } from '../labels.ts'
import { formatNumber, parseNumber } from '../number.ts'
import { quantileProblem } from '../quantile.ts'
import type { Labels } from '../source.ts'
import { type CallContext, type PromqlFunction, rowsOf, scalarOf, stringOf } from './define.ts'

interface Family {
  readonly labels: Labels
  readonly metric: string
  readonly buckets: { readonly upper: number; readonly row: Row }[]
}

function familiesOf(rows: readonly Row[], call: CallContext, position: number): Family[] {
  const families = new Map<string, Family>()
  const ignored = new Set(['le'])
  for (const row of rows) {
    const le = row.labels.le ?? ''
    const upper = boundOf(le)
    if (upper === undefined) {
      if (row.present.includes(1))
        call.notes.warn(
          `bucket label "le" is missing or has a malformed value of "${le}"${nameOf(row.labels[NAME] ?? '')}`,
          position,
        )
      continue
    }
    const labels = dropLabels(row.labels, ignored)
    const key = labelsKey(labels)
    const family = families.get(key) ?? { labels, metric: row.labels[NAME] ?? '', buckets: [] }
    families.set(key, family)
    family.buckets.push({ upper, row })
  }
  return [...families.values()]
}

/** The upper bound that a label `le` tells; undefined when it tells none. */
export function boundOf(le: string): number | undefined {
  return /[a-df-hj-z]/i.test(le.replace(/inf|nan/i, '')) ? undefined : parseNumber(le)
}

/** One result per family and step; the buckets are handed over fresh each time. */
function perFamily(
  grid: Grid,
  families: readonly Family[],
  compute: (buckets: Bucket[], step: number, family: Family) => number | undefined,
  labelsOf: (family: Family) => Labels = ({ labels }) => labels,
): Row[] {
  return families.map((family) => {
    const made = emptyRow(labelsOf(family), true, grid.count)
    for (let step = 0; step < grid.count; step++) {
      const buckets = family.buckets
        .filter(({ row }) => row.present[step])
        .map(({ upper, row }) => ({ upper, count: row.values[step]! }))
      if (buckets.length === 0) continue
      const value = compute(buckets, step, family)
      if (value !== undefined) setValue(made, step, value)
    }
    return made
  })
}

function quantiles(call: CallContext, q: Float64Array, qPosition: number, position: number) {
  // Told also where there is nothing to take a quantile of.
  for (const share of q) {
    const problem = quantileProblem(share)
    if (problem) call.notes.warn(problem, qPosition)
  }
  return (buckets: Bucket[], step: number, family: Family): number => {
    const { value, fixed } = bucketQuantile(q[step]!, buckets)
    if (fixed)
      call.notes.info(
        `input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)${nameOf(family.metric)}`,
        position,
      )
    return value
  }
}

function nameOf(metric: string): string {
  return metric === '' ? '' : ` for metric name "${metric}"`
}

// As in the exposition format, where `1` and `1.0` are different labels.
function boundText(q: number): string {
  return Number.isInteger(q) ? `${q}.0` : formatNumber(q)
}

function vector(rows: readonly Row[]): Value {
  return { type: 'vector', rows }
}

export const histogramFunctions: readonly PromqlFunction[] = [
  {
    name: 'histogram_quantile',
    args: ['scalar', 'vector'],
    returns: 'vector',
    evaluate: (call) => {
      const [first, second] = call.exprs
      const families = familiesOf(rowsOf(call.args[1]), call, second!.position)
      const q = scalarOf(call.args[0])
      return vector(
        perFamily(call.grid, families, quantiles(call, q, first!.position, second!.position)),
      )
    },
  },
  {
    name: 'histogram_quantiles',
    args: ['vector', 'string', 'scalar'],
    rest: true,
    returns: 'vector',
    evaluate: (call) => {
      const position = call.exprs[0]!.position
      const families = familiesOf(rowsOf(call.args[0]), call, position)
      const label = stringOf(call.args[1])
      return vector(
        call.args.slice(2).flatMap((arg, index) => {
          const q = scalarOf(arg)
          return perFamily(
            call.grid,
            families,
            quantiles(call, q, call.exprs[index + 2]!.position, position),
            ({ labels }) => withLabel(labels, label, boundText(q[0]!)),
          )
        }),
      )
    },
  },
  {
    name: 'histogram_fraction',
    args: ['scalar', 'scalar', 'vector'],
    returns: 'vector',
    evaluate: (call) => {
      const [lower, upper] = [scalarOf(call.args[0]), scalarOf(call.args[1])]
      const families = familiesOf(rowsOf(call.args[2]), call, call.exprs[2]!.position)
      return vector(
        perFamily(call.grid, families, (buckets, step) =>
          bucketFraction(lower[step]!, upper[step]!, buckets),
        ),
      )
    },
  },
]
