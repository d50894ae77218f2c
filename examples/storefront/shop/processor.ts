/** A card processor: another company's system. The same key is the same charge, however often it is asked for. */
import { jsonOf, serve } from './server.ts'
import type { Settings } from './settings.ts'

/** Cards with this ending have no money on them. */
const EMPTY_CARD = /0002$/
const KEPT_CHARGES = 10_000
const TAKES_MS: Readonly<Record<string, readonly [least: number, spread: number]>> = {
  'card-processor': [20, 60],
  'standby-processor': [45, 70],
}

export function processor(settings: Settings): void {
  const charges = new Map<string, string>()
  const [leastMs, spreadMs] = TAKES_MS[settings.name] ?? [20, 60]
  serve(settings, {
    'POST /charges': async (asked) => {
      const { key, amount, card } = jsonOf<{ key: string; amount: number; card: string }>(asked)
      await new Promise((done) => setTimeout(done, leastMs + Math.random() * spreadMs))
      const known = charges.get(key)
      if (known) return { status: 201, body: { id: known } }
      if (EMPTY_CARD.test(card)) return { status: 402, body: { error: 'the card was declined' } }
      const id = `ch_${key.slice(0, 8)}_${amount}`
      charges.set(key, id)
      if (charges.size > KEPT_CHARGES) charges.delete(charges.keys().next().value!)
      return { status: 201, body: { id } }
    },
  })
}
