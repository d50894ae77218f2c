/** Log lines of a kind that was never seen before, warnings and worse. */
import { mapServices, newTemplates } from '#telemetry'
import type { EvidenceSource } from '../evidence.ts'

/** A service must be known for so long before anything of it can be new. */
const LEARN_MS = 60_000
const MOST_SERVICES = 50

export const templates: EvidenceSource = {
  name: 'template',
  weight: 0.5,
  async collect({ store, trouble, nameOf }) {
    const { services } = await mapServices(store, trouble)
    const names = [...new Set(services.map(({ service }) => service))].slice(0, MOST_SERVICES)
    const born = await Promise.all(
      names.map(async (service) => {
        const level = 'warn' as const
        const found = await newTemplates(store, { service, level, learnMs: LEARN_MS, ...trouble })
        return found.map((template) => ({ service, template }))
      }),
    )
    const all = born.flat()
    return {
      items: all.map(({ service, template: { text, lines } }) => ({
        ...{ kind: 'template', at: new Date(trouble.fromMs).toISOString() },
        about: nameOf(service),
        text: `${lines} new log lines: ${text}`,
        look: `explore?tab=logs&logs=${encodeURIComponent(`service:${service} level>=warn`)}`,
      })),
      suspects: all.map(({ service, template }) => ({
        ...{ name: nameOf(service), score: 1 },
        reasons: [`says what it never said before: ${template.text}`],
      })),
    }
  },
}
