/** A card processor: another company's system, with another company's quirks. */
import { serve } from './http.ts'
import type { Settings } from './settings.ts'

const DECLINED_SHARE = 0.005

export function processor(settings: Settings): void {
  const charges = new Map<string, string>()
  serve(settings, {
    'POST /charges': async ({ body }) => {
      const { key, amount } = JSON.parse(body) as { key: string; amount: number }
      await new Promise((done) => setTimeout(done, 20 + Math.random() * 60))
      // The same key is the same charge, however often it is asked for.
      const known = charges.get(key)
      if (known) return { status: 201, body: { id: known } }
      if (Math.random() < DECLINED_SHARE) return { status: 402, body: { error: 'card declined' } }
      const id = `ch_${key.slice(0, 8)}_${amount}`
      charges.set(key, id)
      if (charges.size > 10_000) charges.delete(charges.keys().next().value!)
      return { status: 201, body: { id } }
    },
  })
}
