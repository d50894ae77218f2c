/** The metrics there are, with their kinds; asked once for the whole stay on the page. */
import { useAnswer } from '../../../data/index.ts'

export interface Metric {
  readonly name: string
  readonly type: string
  readonly unit: string
  readonly series: number
}

const SQL = `select name, toString(any(type)), any(unit), uniq(series_id) from tel.series
where last_seen > now() - interval 7 day group by name order by name`

export function useMetricNames() {
  const answer = useAnswer('sql.query', { query: { sql: SQL, limit: 10_000 } })
  const data = answer.data?.rows.map(
    ([name, type, unit, series]): Metric => ({
      name: String(name),
      type: String(type),
      unit: String(unit),
      series: Number(series),
    }),
  )
  return { ...answer, data } as Omit<typeof answer, 'data'> & { data: Metric[] | undefined }
}

/** A first question about a metric: how fast a counter grows, and what others are. */
export function questionAbout({ name, type }: Metric): string {
  return type === 'counter' || /_(?:total|count|sum|bucket)$/.test(name)
    ? `rate(${name}[5m])`
    : name
}
