/** Every series of the answer in one table: sorted, filtered, and one or more chosen to be drawn alone. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useCallback, useDeferredValue, useMemo, useRef } from 'react'
import { useFilter, useTypedFilter } from '../../../data/index.ts'
import { count, Filter, figure, TooMuch } from '../../../ui/index.ts'
import { dashOf, tokenOf } from '../line-look.ts'
import type { ShownSeries } from './series.ts'
import '../../../ui/table.css'

const MOST_ROWS = 200
const SORTS = { words: 'Series', last: 'Newest', most: 'Largest' } as const
type Sort = keyof typeof SORTS

export interface LegendProps {
  readonly series: readonly ShownSeries[]
  /** The first so many are drawn. */
  readonly drawn: number
  readonly placeOf: ReadonlyMap<string, number>
  readonly only: string
  readonly onOnly: (key: string) => void
  /** At a moment there is one value, and no lines. */
  readonly instant?: boolean | undefined
}

export function Legend({ series, drawn, placeOf, only, onOnly, instant }: LegendProps) {
  const [words, setWords] = useTypedFilter('series')
  const [sorted, setSort] = useFilter('sort', '-last')
  const sort = sorted.replace('-', '') as Sort
  // The input shows what is typed at once; ten thousand rows follow when there is time.
  const order = useDeferredValue(sorted)
  const wanted = useDeferredValue(words).toLowerCase()
  const ordered = useMemo(() => inOrder(series, order), [series, order])
  const rows = useMemo(
    () => ordered.filter((one) => one.words.toLowerCase().includes(wanted)),
    [ordered, wanted],
  )
  const choose = useRef(onOnly)
  choose.current = onOnly
  const onChoose = useCallback((key: string) => choose.current(key), [])
  const columns: readonly Sort[] = instant ? ['words', 'last'] : ['words', 'last', 'most']
  return (
    <>
      <div className="legend-head">
        <span className="muted small">
          {count(series.length, 'series', 'series')}
          {!instant && series.length > drawn && `, the ${drawn} largest are drawn`}
        </span>
        <Filter label="Filter series" value={words} onChange={setWords} />
      </div>
      <table className="table legend" aria-label="Series">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={column === 'words' ? '' : 'num'}
                aria-sort={
                  sort === column ? (sorted.startsWith('-') ? 'descending' : 'ascending') : 'none'
                }
              >
                <button
                  type="button"
                  className="sort"
                  onClick={() => setSort(sorted === `-${column}` ? column : `-${column}`)}
                >
                  {SORTS[column]}
                  {sort === column &&
                    (sorted.startsWith('-') ? (
                      <ArrowDown size={11} aria-hidden="true" />
                    ) : (
                      <ArrowUp size={11} aria-hidden="true" />
                    ))}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <Rows rows={rows} placeOf={placeOf} only={only} onOnly={onChoose} instant={instant} />
      </table>
      {rows.length > MOST_ROWS && <TooMuch shown={MOST_ROWS} of={rows.length} />}
    </>
  )
}

const alphabet = new Intl.Collator('en')

function inOrder(series: readonly ShownSeries[], sorted: string): readonly ShownSeries[] {
  const sort = sorted.replace('-', '') as Sort
  const sign = sorted.startsWith('-') ? -1 : 1
  const order = (a: ShownSeries, b: ShownSeries) =>
    sort === 'words'
      ? alphabet.compare(a.words, b.words)
      : (a[sort] ?? Number.NEGATIVE_INFINITY) - (b[sort] ?? Number.NEGATIVE_INFINITY)
  return series.toSorted((a, b) => sign * order(a, b))
}

// By itself, so that what changes around it does not draw two hundred rows again.
const Rows = memo(function Rows(
  props: Pick<LegendProps, 'placeOf' | 'only' | 'onOnly' | 'instant'> & {
    readonly rows: readonly ShownSeries[]
  },
) {
  const { rows, placeOf, only, onOnly, instant } = props
  return (
    <tbody>
      {rows.slice(0, MOST_ROWS).map((one) => {
        const place = placeOf.get(one.key)
        return (
          <tr key={one.key} className={only && only !== one.key ? 'rests' : undefined}>
            <td>
              {place === undefined || instant ? (
                <span className="legend-name mono">{one.words}</span>
              ) : (
                <button
                  type="button"
                  data-row=""
                  className="legend-name mono"
                  aria-pressed={only === one.key}
                  onClick={() => onOnly(only === one.key ? '' : one.key)}
                >
                  <Swatch place={place} />
                  {one.words}
                </button>
              )}
            </td>
            <td className="num">{figure(one.last)}</td>
            {!instant && <td className="num">{place === undefined ? '—' : figure(one.most)}</td>}
          </tr>
        )
      })}
    </tbody>
  )
})

function Swatch({ place }: { place: number }) {
  return (
    <svg className="swatch" width="18" height="8" aria-hidden="true">
      <line
        x1="0"
        y1="4"
        x2="18"
        y2="4"
        stroke={`var(--${tokenOf(place)})`}
        strokeWidth="3"
        strokeDasharray={dashOf(place)?.join(' ')}
      />
    </svg>
  )
}
