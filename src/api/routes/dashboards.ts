/** Dashboards: which there are, and one with all its panels in one answer. */
import { defineError, durationMs } from '#base'
import {
  type Dashboard,
  dashboardsOf,
  GOLDEN_METRICS,
  loadModel,
  type Measured,
  readRevision,
} from '#model'
import { framesOf, readDashboard } from '#operate'
import type { Telemetry } from '#telemetry'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'
import { readMoments } from './moments.ts'

export const NoSuchDashboard = defineError('dashboards.no-such-dashboard', 'not-found', {
  message: (d: { dashboard: string }) => `No dashboard is called ${d.dashboard}.`,
  hint: 'opsplane dashboard list shows them.',
})

export const RangeTooLong = defineError('dashboards.range-too-long', 'bad-input', {
  message: (d: { from: string }) => `A dashboard cannot show ${d.from}.`,
  hint: 'Ask for at least 10s and at most 90d.',
})

const LEAST_MS = 10_000
const MOST_MS = 90 * 86_400_000
/** The shortest course worth a chart, when nothing is known of the time before. */
const SHORTEST_MS = 5 * 60_000
/** An end so near is now. */
const NOW_WITHIN_MS = 5_000

export function dashboardHandlers({
  ledger,
  reader,
  telemetry,
  objectives,
  bands,
}: Services): Handlers<'dashboards.list' | 'dashboards.show'> {
  const { sql } = ledger.database

  async function readAll(workload: string) {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return { model, dashboards: dashboardsOf(model, measuredIn(telemetry)) }
  }

  return {
    'dashboards.list': async ({ query: { workload } }) => {
      const { model, dashboards } = await readAll(workload)
      return {
        data: dashboards.map((one) => ({
          ...headOf(one),
          sections: framesOf(model, one),
        })),
      }
    },
    'dashboards.show': async ({ params, query: { workload, from, to } }) => {
      const { model, dashboards } = await readAll(workload)
      const dashboard = dashboards.find(({ name }) => name === params.dashboard)
      if (!dashboard) throw new NoSuchDashboard(params)
      const nowMs = Date.now()
      const toMs = Math.min(nowMs, to ? Date.parse(to) : nowMs)
      const asked = from ?? dashboard.spec.range
      const spanMs = durationMs(asked)
      if (spanMs < LEAST_MS || spanMs > MOST_MS) throw new RangeTooLong({ from: asked })
      const first = await readRevision(sql, workload, 1)
      const declaredMs = first ? Date.parse(first.appliedAt) : nowMs
      const isNow = nowMs - toMs < NOW_WITHIN_MS
      // Nothing is known of the time before the workload was declared: its charts begin there.
      const fromMs = isNow
        ? Math.max(toMs - spanMs, Math.min(toMs - SHORTEST_MS, declaredMs))
        : toMs - spanMs
      const stores = { sql, model, reader, store: telemetry.store, objectives, bands }
      const [{ moments, sections }, changes] = await Promise.all([
        readDashboard(stores, dashboard, {
          ...{ fromMs, toMs, nowMs, isNow, declaredMs },
        }),
        readMoments(ledger, workload, fromMs, toMs),
      ])
      return {
        data: {
          ...headOf(dashboard),
          at: new Date(nowMs).toISOString(),
          ...{ fromMs, toMs, changes: dashboard.spec.audience === 'customers' ? [] : changes },
          moments: { fromMs: moments.fromMs, stepMs: moments.stepMs, count: moments.count },
          sections,
        },
      }
    },
  }
}

function headOf({ name, origin, spec }: Dashboard) {
  const { title, audience, description, range } = spec
  return { name, origin, title, audience, description: description ?? null, range }
}

/** Which services have what every service should measure: by the catalog, which forgets nobody who is silent. */
function measuredIn(telemetry: Pick<Telemetry, 'series'>): Measured {
  const known = new Set(
    GOLDEN_METRICS.flatMap((metric) =>
      telemetry
        .series([{ name: '__name__', op: '=', value: metric }], 0, Number.MAX_SAFE_INTEGER)
        .map(({ labels }) => `${metric} ${labels.service_name}`),
    ),
  )
  return (service, metric) => known.has(`${metric} ${service}`)
}
