/** Series as the page says them: what all have in common is said once, and each by what is its own. */
import type { Data } from '../../../data/index.ts'

export type Answered = Data<'query.promql'>
type Series = Answered['series'][number]

export interface ShownSeries {
  /** `name{a="b"}`, the same for as long as its labels are. */
  readonly key: string
  /** What sets it apart: `host="a"`. */
  readonly words: string
  readonly points: Series['points']
  readonly last: number | null
  readonly most: number | null
}

/** So many are drawn; of the others the newest value is told. */
export const MOST_DRAWN = 100

export function seriesKey(labels: Series['labels']): string {
  return `${labels.__name__ ?? ''}{${wordsOf(labels)}}`
}

/** Labels that every series has with the same value; none when there is only one series. */
export function commonLabels(series: readonly Series[]): Series['labels'] {
  const [first, ...others] = series
  if (!first || others.length === 0) return {}
  return Object.fromEntries(
    Object.entries(first.labels).filter(([name, value]) =>
      others.every(({ labels }) => labels[name] === value),
    ),
  )
}

/** What all have in common, in words: the name of the metric, then its labels. */
export function commonWords(series: readonly Series[]): string {
  const labels = commonLabels(series)
  return [labels.__name__, wordsOf(labels)].filter(Boolean).join(' ')
}

// Who comes back to ten thousand series does not wait for their words again.
const known = new WeakMap<readonly Series[], ShownSeries[]>()

export function shownSeries(series: readonly Series[]): ShownSeries[] {
  const before = known.get(series)
  if (before) return before
  const common = new Set(Object.keys(commonLabels(series)))
  const shown = series.map((one) => shownOf(one, common))
  known.set(series, shown)
  return shown
}

function shownOf({ labels, points }: Series, common: ReadonlySet<string>): ShownSeries {
  const { __name__: name } = labels
  const own = wordsOf(labels, common)
  let most: number | null = null
  for (const [, value] of points)
    if (value !== null && (most === null || value > most)) most = value
  return {
    key: seriesKey(labels),
    words: (name && !common.has('__name__') ? `${name} ${own}`.trimEnd() : own) || 'value',
    points,
    last: points.at(-1)?.[1] ?? null,
    most,
  }
}

/** `host="a" job="b"`, without the name of the metric and without what is left out. */
export function wordsOf(labels: Series['labels'], without?: ReadonlySet<string>): string {
  let words = ''
  for (const name in labels)
    if (name !== '__name__' && !without?.has(name))
      words += `${words === '' ? '' : ' '}${name}="${labels[name]}"`
  return words
}

/** What uPlot draws: all moments of all series once, and null where one has no sample. */
export function alignedData(series: readonly ShownSeries[]): [number[], ...(number | null)[][]] {
  const moments = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].sort(
    (a, b) => a - b,
  )
  const placeOf = new Map(moments.map((at, i) => [at, i]))
  const lines = series.map(({ points }) => {
    const line = new Array<number | null>(moments.length).fill(null)
    for (const [at, value] of points) line[placeOf.get(at)!] = value
    return line
  })
  return [moments.map((at) => at / 1_000), ...lines]
}
