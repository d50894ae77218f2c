/** Journeys: their state, the course of one, and a walk at once. */
import { defineError, durationMs } from '#base'
import { loadModel } from '#model'
import { type JourneyView, readJourneyCourse, readJourneyFailures, readJourneys } from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

export const NoSuchJourney = defineError('journeys.no-such-journey', 'not-found', {
  message: (d: { journey: string }) => `No journey is called ${d.journey}.`,
  hint: 'opsplane journey list shows them.',
})

const POINTS = 180

export function journeyHandlers({
  ledger,
  reader,
  telemetry,
  journeys,
}: Services): Handlers<'journeys.list' | 'journeys.show' | 'journeys.run'> {
  const { sql } = ledger.database
  const modelOf = async (workload: string) => {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return model
  }
  return {
    'journeys.list': async ({ query: { workload } }) => {
      const model = await modelOf(workload)
      return { data: (await readJourneys({ sql, model, reader }, Date.now())).map(describeJourney) }
    },
    'journeys.show': async ({ params, query: { workload, from } }) => {
      const of = { sql, model: await modelOf(workload), reader }
      const toMs = Date.now()
      const journey = (await readJourneys(of, toMs)).find(({ name }) => name === params.journey)
      if (!journey) throw new NoSuchJourney(params)
      const rangeMs = durationMs(from)
      const fromMs = toMs - rangeMs
      const stepMs = Math.max(1_000, rangeMs / POINTS)
      const [course, failures] = await Promise.all([
        readJourneyCourse(of, journey, { fromMs, toMs, stepMs }),
        readJourneyFailures(telemetry.store, workload, journey.name, { fromMs, toMs }),
      ])
      return {
        data: {
          ...describeJourney(journey),
          course: course.map(({ timeMs, value }): [number, number] => [timeMs, value]),
          failures: failures.map(({ atMs, ...failure }) => ({ at: iso(atMs), ...failure })),
        },
      }
    },
    'journeys.run': async ({ params, body: { workload } }) => {
      const model = await modelOf(workload)
      const journey = model.get('journey', params.journey)
      if (!journey) throw new NoSuchJourney(params)
      const run = await journeys.walkNow(workload, journey)
      const walked = run.result === 'skipped' ? undefined : run
      return {
        data: {
          result: run.result,
          reason: run.result === 'skipped' ? run.reason : null,
          durationMs: walked?.durationMs ?? null,
          steps: (walked?.steps ?? []).map(({ step, durationMs }) => ({ name: step, durationMs })),
          failure: run.result === 'failed' ? run.failure : null,
        },
      }
    },
  }
}

const iso = (ms: number) => new Date(ms).toISOString()

export const describeJourney = ({ lastRunMs, protects, steps, ...view }: JourneyView) => ({
  ...view,
  lastRunAt: lastRunMs === null ? null : iso(lastRunMs),
  protects: [...protects],
  steps: [...steps],
})
