/** The dependencies of a workload as they are now: its model beside the service map of the last day. */
import type { Model } from '#model'
import { mapServices, type TelemetryStore } from '#telemetry'
import { compareDependencies, type Dependency } from './compare.ts'

/** Long enough for what runs once a night. */
export const OBSERVED_MS = 26 * 3_600_000

/** @throws QueryRefused, StoreUnavailable */
export async function observeDependencies(
  store: TelemetryStore,
  model: Model,
  nowMs: number,
): Promise<Dependency[]> {
  const { services, edges } = await mapServices(store, { fromMs: nowMs - OBSERVED_MS, toMs: nowMs })
  return compareDependencies(model, {
    services: services.map(({ service }) => service),
    calls: edges,
  })
}
