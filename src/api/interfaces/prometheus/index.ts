/** The Prometheus HTTP API, below /prometheus, so that Grafana, promtool and scripts read what is kept here. */
import type { Context, Hono } from 'hono'
import { type Log, messageOf } from '#base'
import type { Ledger } from '#ledger'
import type { Telemetry } from '#telemetry'
import { guard } from '../../access/guard.ts'
import { fail, type Success, succeed } from './answers.ts'
import { labelNames, labelValues, metadata, series } from './names.ts'
import { parametersOf } from './parameters.ts'
import { formatQuery, query, queryRange } from './queries.ts'
import { alerts, rules } from './rules.ts'
import { buildInfo, tsdb } from './status.ts'

export interface PrometheusOptions {
  readonly telemetry: Telemetry
  readonly ledger: Ledger
  readonly log: Log
  readonly version: string
}

type Answer = (parameters: URLSearchParams, c: Context) => Success | Promise<Success>

export function mountPrometheus(app: Hono, options: PrometheusOptions): void {
  const { telemetry, ledger, log, version } = options
  const { sql } = ledger.database
  /** By path; those that clients may also post a form to stand first. */
  const forms: Readonly<Record<string, Answer>> = {
    query: (parameters) => query(parameters, telemetry),
    query_range: (parameters) => queryRange(parameters, telemetry),
    query_exemplars: () => ({ data: [] }),
    format_query: formatQuery,
    series: (parameters) => series(parameters, telemetry),
    labels: (parameters) => labelNames(parameters, telemetry),
  }
  const answers: Readonly<Record<string, Answer>> = {
    ...forms,
    'label/:name/values': (parameters, c) =>
      labelValues(parameters, telemetry, c.req.param('name') ?? ''),
    metadata: (parameters) => metadata(parameters, telemetry),
    rules: (parameters) => rules(parameters, sql),
    alerts: () => alerts(sql),
    'status/buildinfo': () => buildInfo(version),
    'status/tsdb': () => tsdb(telemetry),
    'status/flags': () => ({ data: {} }),
    'status/config': () => ({ data: { yaml: '' } }),
  }
  for (const [path, answer] of Object.entries(answers))
    app.on(path in forms ? ['GET', 'POST'] : ['GET'], `/prometheus/api/v1/${path}`, async (c) => {
      try {
        await guard(ledger, c, 'read')
        return succeed(c, await answer(await parametersOf(c), c))
      } catch (error) {
        const response = fail(c, error)
        if (response.status >= 500)
          log.error('a query was not answered', { path, why: messageOf(error) })
        return response
      }
    })
}
