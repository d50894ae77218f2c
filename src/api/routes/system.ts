/** The system as it is built: components with their health, and who needs whom, declared beside observed. */
import { durationMs, messageOf } from '#base'
import { readDeployments } from '#evolve'
import { loadModel } from '#model'
import { type Dependency, OBSERVED_MS, observeDependencies, readHealth } from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'
import { describeComponent, describeSignal } from './overview.ts'

const POINTS = 60

export function systemHandlers({ ledger, reader, telemetry }: Services): Handlers<'system.show'> {
  const { sql } = ledger.database
  return {
    'system.show': async ({ query: { workload, from } }) => {
      const model = await loadModel(sql, workload)
      if (!model) throw new NoSuchWorkload({ workload })
      const nowMs = Date.now()
      const rangeMs = durationMs(from)
      // The model alone is worth showing when traces do not answer.
      const observed = observeDependencies(telemetry.store, model, nowMs).then(
        (found) => ({ found, unobserved: null }),
        (error) => ({ found: undefined, unobserved: messageOf(error) }),
      )
      const [health, { found, unobserved }, deployments] = await Promise.all([
        readHealth(sql, model, reader, nowMs, {
          rangeMs,
          stepMs: Math.max(1_000, rangeMs / POINTS),
        }),
        observed,
        readDeployments(sql, workload, 0, nowMs),
      ])
      const versions = new Map(deployments.map(({ component, version }) => [component, version]))
      return {
        data: {
          at: health.at,
          components: health.components.map((one) => describeComponent(one, versions)),
          signals: health.signals.map(describeSignal),
          outcomes: health.outcomes.map(({ outcome, title, status }) => ({
            ...{ ref: outcome, title, status },
          })),
          dependencies: (found ?? declaredOnly(model)).map(describeDependency),
          observedMs: OBSERVED_MS,
          unobserved,
        },
      }
    },
  }
}

function declaredOnly(model: NonNullable<Awaited<ReturnType<typeof loadModel>>>): Dependency[] {
  return model.all('component').flatMap(({ name, spec }) =>
    spec.dependsOn.map((to) => ({
      ...{ from: `component:${name}`, to, verdict: 'unobservable' as const, seen: null },
    })),
  )
}

const describeDependency = ({ from, to, verdict, seen }: Dependency) => ({
  ...{ from, to, verdict },
  calls: seen?.calls ?? null,
  errorRate: seen?.errorRate ?? null,
  p95Ms: seen?.p95Ms ?? null,
})
