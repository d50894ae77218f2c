/** Somebody who looks at one page after another while telemetry arrives; what each asks first is what is timed. */
import type { Client } from '#api/client'

const PAGES: Readonly<Record<string, (call: Client) => Promise<unknown>>> = {
  status: (call) => call('overview.show', { query: { workload: 'storefront' } }),
  incidents: (call) => call('incidents.list', { query: { workload: 'storefront' } }),
  alarms: (call) => call('alarms.list', { query: { workload: 'storefront' } }),
  'logs search': (call) =>
    call('logs.search', { query: { query: '"card declined" level>=error', since: '15m' } }),
  'logs histogram': (call) => call('logs.histogram', { query: { query: '', since: '15m' } }),
  'traces search': (call) =>
    call('traces.search', { query: { query: 'status:error', since: '15m' } }),
  services: (call) => call('services.map', { query: { since: '15m' } }),
  'sum of 10,000 rates': (call) =>
    call('query.promql', { query: { query: 'sum by (job) (rate(soak_requests_0_total[1m]))' } }),
}
const PAUSE_MS = 250

/** Milliseconds of every answer, by page. */
export async function readPages(
  call: Client,
  isOver: () => boolean,
): Promise<ReadonlyMap<string, number[]>> {
  const times = new Map<string, number[]>()
  while (!isOver())
    for (const [page, ask] of Object.entries(PAGES)) {
      if (isOver()) break
      const began = performance.now()
      try {
        await ask(call)
        times.set(page, [...(times.get(page) ?? []), performance.now() - began])
      } catch (error) {
        process.stderr.write(`${page}: ${(error as Error).message}\n`)
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS))
    }
  return times
}
