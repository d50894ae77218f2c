/** Releases of which nothing was seen before the trouble: whatever brought them, somebody changed something. */
import { mapServices } from '#telemetry'
import type { EvidenceSource } from '../evidence.ts'

export const releases: EvidenceSource = {
  name: 'release',
  weight: 0.6,
  async collect({ store, usual, trouble, nameOf }) {
    const [before, now] = await Promise.all([
      mapServices(store, { ...usual, byRelease: true }),
      mapServices(store, { ...trouble, byRelease: true }),
    ])
    const known = new Set(before.services.map(({ service, release }) => `${service} ${release}`))
    const services = new Set(before.services.map(({ service }) => service))
    const born = now.services.filter(
      ({ service, release }) =>
        release && services.has(service) && !known.has(`${service} ${release}`),
    )
    return {
      items: born.map(({ service, release, calls, errors }) => ({
        kind: 'release',
        at: new Date(trouble.fromMs).toISOString(),
        about: nameOf(service),
        text: `${service} answers as release ${release}, not seen before: ${errors} of ${calls} requests failed`,
        look: 'explore?tab=services',
      })),
      suspects: born.map(({ service, release }) => ({
        ...{ name: nameOf(service), score: 1 },
        reasons: [`release ${release} was not seen before`],
      })),
    }
  },
}
