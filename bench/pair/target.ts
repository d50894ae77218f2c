/** What is measured: series whose values are switched, and which a scraper reads as they are at that moment. */
import { openMetricsTarget } from '../../test/harness/metrics-target.ts'

export const METRIC = 'bench_level'
export const LOW = 1
export const HIGH = 1_000
/** Above it an alarm is raised. */
export const THRESHOLD = 100

export interface Target {
  readonly url: string
  /** `127.0.0.1:port`. */
  readonly instance: string
  readonly values: readonly number[]
  /** While it is away, it answers with 503. */
  away: boolean
  set(series: number, value: number): void
  close(): Promise<void>
}

export async function openTarget(series: number): Promise<Target> {
  const values = new Array<number>(series).fill(LOW)
  const server = await openMetricsTarget()
  server.answers = (_, response) => {
    if (target.away) return response.writeHead(503).end()
    const lines = values.map((value, i) => `${METRIC}{series="${i}"} ${value}\n`)
    response
      .writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      .end(`# TYPE ${METRIC} gauge\n${lines.join('')}`)
  }
  const target: Target = {
    ...{ url: server.url, instance: server.instance, values, away: false },
    set(one, value) {
      values[one] = value
    },
    close: server.close,
  }
  return target
}
