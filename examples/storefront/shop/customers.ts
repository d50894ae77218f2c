/** A population of customers with a daily shape. What they measure is what people feel. */
import type { Product } from './catalogue.ts'
import { call } from './http.ts'
import type { Settings } from './settings.ts'
import { durationBuckets, meter } from './telemetry.ts'

const PER_SECOND = 1.1
const DAY_MS = 20 * 60_000
const BUYERS = 0.75

export function customers(settings: Settings): void {
  const shop = settings.addresses['front-door']!
  const steps = meter().createCounter('shop.journey.steps')
  const duration = meter().createHistogram('shop.journey.duration', durationBuckets)
  const started = meter().createCounter('shop.checkouts.started')
  for (const journey of ['browse', 'checkout'])
    for (const result of ['ok', 'failed']) steps.add(0, { journey, result })
  let number = 0

  async function step(
    journey: string,
    walk: () => Promise<Response>,
  ): Promise<Response | undefined> {
    const startedAt = performance.now()
    const answer = await walk().catch(() => undefined)
    // A declined card is the customer's own, and the shop did its work.
    const served = answer !== undefined && (answer.ok || answer.status === 402)
    steps.add(1, { journey, result: served ? 'ok' : 'failed' })
    duration.record((performance.now() - startedAt) / 1_000, { journey })
    return served ? answer : undefined
  }

  async function visit(): Promise<void> {
    const customer = `customer-${number++ % 500}`
    const answer = await step('browse', () => call('front-door', `${shop}/api/products`))
    if (!answer || Math.random() > BUYERS) return
    const { products } = (await answer.json()) as { products: Product[] }
    const items = Array.from({ length: 1 + Math.floor(Math.random() * 2) }, () => {
      const product = products[Math.floor(Math.random() * products.length)]!
      return { product: product.id, price: product.price }
    })
    started.add(1)
    await step('checkout', () =>
      call('front-door', `${shop}/api/orders`, {
        method: 'POST',
        body: { customer, items },
        timeoutMs: 6_000,
      }),
    )
  }

  /** Compressed to twenty minutes: a quiet night, a busy evening. */
  const shape = () => 1 + 0.25 * Math.sin((2 * Math.PI * (Date.now() % DAY_MS)) / DAY_MS)
  const next = () => {
    void visit()
    // Arrivals without memory: the time between two is exponential.
    setTimeout(
      next,
      (-Math.log(1 - Math.random()) * 1_000) / (PER_SECOND * settings.speed * shape()),
    )
  }
  next()
  process.send?.({ ready: true })
}
