/** The aggregation operators. Adding one is one entry in the list. */
import type { ValueType } from './ast.ts'
import { PromqlEvaluationError } from './errors.ts'
import { emptyRow, type Grid, type Row, setValue, type Value, type VectorValue } from './grid.ts'
import { KahanMean, KahanSum, Variance } from './kahan.ts'
import {
  dropLabels,
  isLabelName,
  keepLabels,
  keyOf,
  labelsKey,
  metricLabels,
  withLabel,
} from './labels.ts'
import type { Notes } from './notes.ts'
import { formatNumber } from './number.ts'
import { quantile, quantileProblem } from './quantile.ts'
import { sampleShare } from './sample-share.ts'
import type { Labels } from './source.ts'

/** Rows that are aggregated together. */
export interface Group {
  readonly labels: Labels
  readonly nameless: boolean
  readonly rows: Row[]
}

export interface AggregationCall {
  readonly grid: Grid
  readonly groups: readonly Group[]
  readonly param: Value | undefined
  readonly paramPosition: number
  readonly notes: Notes
}

export interface Aggregation {
  readonly name: string
  readonly param?: ValueType
  readonly evaluate: (call: AggregationCall) => VectorValue
  /** Begins to look at the values of a group one after the other, when that is all it does. */
  readonly fold?: () => Fold
}

export interface Fold {
  add(value: number): void
  value(): number
}

/** An aggregation that looks at one value after the other. */
function folding(name: string, start: () => Fold): Aggregation {
  return {
    name,
    fold: start,
    evaluate: ({ grid, groups }) => {
      const rows = groups.map(({ labels, nameless, rows: members }) => {
        const made = emptyRow(labels, nameless, grid.count)
        for (let step = 0; step < grid.count; step++) {
          let fold: Fold | undefined
          for (const { values, present } of members) {
            if (!present[step]) continue
            fold ??= start()
            fold.add(values[step]!)
          }
          if (fold) setValue(made, step, fold.value())
        }
        return made
      })
      return { type: 'vector', rows }
    },
  }
}

function extreme(isBetter: (value: number, best: number) => boolean): Fold {
  let best = Number.NaN
  return {
    add(value) {
      if (Number.isNaN(best) || isBetter(value, best)) best = value
    },
    value: () => best,
  }
}

function counting(): Fold {
  let count = 0
  return {
    add() {
      count++
    },
    value: () => count,
  }
}

/** An aggregation that keeps some of the series of each group, at each step anew. */
function choosing(
  name: string,
  problem: string,
  choose: (members: readonly Row[], step: number, param: number) => readonly Row[],
  options: { ordered?: boolean; inspect?: (param: number) => string | undefined } = {},
): Aggregation {
  return {
    name,
    param: 'scalar',
    evaluate: ({ grid, groups, param, paramPosition, notes }) => {
      const params = (param as { values: Float64Array }).values
      if (params.some(Number.isNaN)) throw new PromqlEvaluationError({ problem })
      for (const value of new Set(params)) {
        const warning = options.inspect?.(value)
        if (warning) notes.warn(warning, paramPosition)
      }
      const kept = new Map<Row, Row>()
      for (const group of groups)
        for (let step = 0; step < grid.count; step++) {
          const members = group.rows.filter((row) => row.present[step])
          for (const row of choose(members, step, params[step]!)) {
            const made = kept.get(row) ?? emptyRow(row.labels, row.nameless, grid.count)
            kept.set(row, made)
            setValue(made, step, row.values[step]!)
          }
        }
      return { type: 'vector', rows: [...kept.values()], ordered: options.ordered ?? false }
    },
  }
}

function ranked(direction: 1 | -1): Parameters<typeof choosing>[2] {
  return (members, step, k) =>
    members
      .toSorted((a, b) => {
        const [x, y] = [a.values[step]!, b.values[step]!]
        if (Number.isNaN(x) || Number.isNaN(y))
          return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
        return x === y ? 0 : x < y ? direction : -direction
      })
      .slice(0, Math.max(0, Math.trunc(k)))
}

const LIST: readonly Aggregation[] = [
  folding('sum', () => new KahanSum()),
  folding('avg', () => new KahanMean()),
  folding('count', counting),
  folding('min', () => extreme((value, best) => value < best)),
  folding('max', () => extreme((value, best) => value > best)),
  folding('group', () => ({ add() {}, value: () => 1 })),
  folding('stdvar', () => new Variance()),
  folding('stddev', () => {
    const variance = new Variance()
    return { add: (value) => variance.add(value), value: () => Math.sqrt(variance.value()) }
  }),
  choosing('topk', 'Parameter value is NaN', ranked(1), { ordered: true }),
  choosing('bottomk', 'Parameter value is NaN', ranked(-1), { ordered: true }),
  choosing('limitk', 'Parameter value is NaN', (members, _, k) =>
    members.slice(0, Math.max(0, Math.trunc(k))),
  ),
  choosing(
    'limit_ratio',
    'Ratio value is NaN',
    (members, _, ratio) =>
      members.filter(({ labels }) => {
        const share = sampleShare(labelsKey(labels))
        return ratio >= 0 ? share < Math.min(1, ratio) : share >= 1 + Math.max(-1, ratio)
      }),
    {
      inspect: (ratio) => {
        if (Math.abs(ratio) <= 1) return undefined
        return `ratio value should be between -1 and 1, got ${ratio}, capping to ${Math.sign(ratio)}`
      },
    },
  ),
  {
    name: 'quantile',
    param: 'scalar',
    evaluate: ({ grid, groups, param, paramPosition, notes }) => {
      const params = (param as { values: Float64Array }).values
      const rows = groups.map(({ labels, nameless, rows: members }) => {
        const made = emptyRow(labels, nameless, grid.count)
        for (let step = 0; step < grid.count; step++) {
          const values = members.filter((row) => row.present[step]).map((row) => row.values[step]!)
          if (values.length === 0) continue
          const problem = quantileProblem(params[step]!)
          if (problem) notes.warn(problem, paramPosition)
          setValue(made, step, quantile(params[step]!, values))
        }
        return made
      })
      return { type: 'vector', rows }
    },
  },
  {
    name: 'count_values',
    param: 'string',
    evaluate: ({ grid, groups, param }) => {
      const label = (param as { value: string }).value
      if (!isLabelName(label))
        throw new PromqlEvaluationError({ problem: `invalid label name ${JSON.stringify(label)}` })
      return { type: 'vector', rows: counts(groups, label, grid) }
    },
  },
]

export const aggregations: ReadonlyMap<string, Aggregation> = new Map(
  LIST.map((aggregation) => [aggregation.name, aggregation]),
)

/** The label may overwrite one of the group's, so groups can come to share a count. */
function counts(groups: readonly Group[], label: string, grid: Grid): Row[] {
  const counted = new Map<string, Row>()
  for (const { labels, nameless, rows } of groups) {
    const byText = new Map<string, Row>()
    for (const { values, present } of rows)
      for (let step = 0; step < grid.count; step++) {
        if (!present[step]) continue
        const text = formatNumber(values[step]!)
        let row = byText.get(text)
        if (!row) {
          const changed = withLabel(labels, label, text)
          const key = labelsKey(changed)
          row = counted.get(key) ?? emptyRow(changed, nameless, grid.count)
          counted.set(key, row)
          byText.set(text, row)
        }
        setValue(row, step, row.values[step]! + 1)
      }
  }
  return [...counted.values()]
}

/** The labels of the groups of `by` or `without`, and the keys that tell them apart. */
export function groupingOf(
  names: readonly string[],
  without: boolean,
): { key(labels: Labels): string; labels(labels: Labels): Labels } {
  const chosen = new Set(without ? [...names, ...metricLabels] : names)
  const sortedNames = [...chosen].sort()
  return {
    key: (labels) => keyOf(labels, without ? namesBeside(labels, chosen) : sortedNames),
    labels: (labels) => (without ? dropLabels(labels, chosen) : keepLabels(labels, chosen)),
  }
}

/** Sorts rows into the groups of `by` or `without`. */
export function groupRows(
  rows: readonly Row[],
  names: readonly string[],
  without: boolean,
): Group[] {
  const grouping = groupingOf(names, without)
  const groups = new Map<string, { labels: Labels; nameless: boolean; rows: Row[] }>()
  for (const row of rows) {
    const key = grouping.key(row.labels)
    const group = groups.get(key)
    if (!group) {
      // Only a group has labels of its own: its rows may be thousands.
      const labels = grouping.labels(row.labels)
      groups.set(key, { labels, nameless: row.nameless, rows: [row] })
    } else {
      group.rows.push(row)
      group.nameless ||= row.nameless
    }
  }
  return [...groups.values()]
}

function namesBeside(labels: Labels, dropped: ReadonlySet<string>): string[] {
  return Object.keys(labels)
    .filter((name) => !dropped.has(name))
    .sort()
}
