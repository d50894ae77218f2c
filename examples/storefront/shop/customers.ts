/**
 * A population of customers with a daily shape, who walk the real pages: look around, fill a basket, pay.
 * What they measure is what people feel.
 */
import { type Answer, call } from './client.ts'
import { isEnding, tellReady } from './life.ts'
import { seededRandom } from './random.ts'
import type { Settings } from './settings.ts'
import { durationBuckets, meter } from './telemetry.ts'

/** About fifty orders a minute: so many come, and so many of them buy. */
const VISITS_PER_SECOND = 1.1
const BUYERS = 0.75
const EMPTY_CARDS = 0.005
/** A day of the shop: a quiet night and a busy evening in twenty minutes. */
const DAY_MS = 20 * 60_000
const TIDE = 0.25
/** Nobody waits longer for a page. */
const GIVES_UP_AFTER_MS = 6_000
/** When the shop hangs, those who come later go elsewhere. */
const MOST_AT_ONCE = 100
const LOOKS_AT_A_PAGE_MS = 400

const NAMES = ['Ada', 'Bram', 'Chioma', 'Dario', 'Elif', 'Freja', 'Goran', 'Hana', 'Iker', 'Jun']

export function customers(settings: Settings): void {
  const shop = settings.addresses['front-door']!
  const random = seededRandom(settings.seed)
  const steps = meter().createCounter('shop.journey.steps')
  const duration = meter().createHistogram('shop.journey.duration', durationBuckets)
  for (const journey of ['browse', 'checkout'])
    for (const result of ['ok', 'failed']) steps.add(0, { journey, result })
  let present = 0

  /** One customer: their cookie, and the time they have spent waiting for the shop. */
  function enter() {
    let cookie = ''
    let waitedMs = 0
    const go = async (path: string, form?: Record<string, string>): Promise<Answer> => {
      const startedAt = performance.now()
      try {
        const answer = await call('front-door', `${shop}${path}`, {
          timeoutMs: GIVES_UP_AFTER_MS,
          headers: {
            ...(cookie ? { cookie } : {}),
            ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          },
          ...(form ? { method: 'POST', body: new URLSearchParams(form).toString() } : {}),
        })
        const [given] = answer.headers.getSetCookie()
        if (given) cookie = given.split(';')[0]!
        // A declined card is the customer's own: the shop did its work.
        if (answer.status >= 400 && answer.status !== 402) throw new Error(`${path} failed`)
        return answer
      } finally {
        waitedMs += performance.now() - startedAt
      }
    }
    const journey = async (name: string, walk: () => Promise<void>): Promise<boolean> => {
      waitedMs = 0
      const result = await walk().then(
        () => 'ok',
        () => 'failed',
      )
      steps.add(1, { journey: name, result })
      duration.record(waitedMs / 1_000, { journey: name, result })
      return result === 'ok'
    }
    return { go, journey }
  }

  const look = () => new Promise((done) => setTimeout(done, LOOKS_AT_A_PAGE_MS * random()))

  async function visit(): Promise<void> {
    const { go, journey } = enter()
    const product = () => products[Math.floor(random() * products.length)] ?? 'mug'
    let products: string[] = []
    const saw = await journey('browse', async () => {
      const home = await go('/')
      products = [...home.text.matchAll(/href="\/products\/([\w-]+)"/g)].map((found) => found[1]!)
      await look()
      await go(`/products/${product()}`)
    })
    if (random() > BUYERS) return
    // Who came to buy and could not even enter has not paid either.
    if (!saw) return steps.add(1, { journey: 'checkout', result: 'failed' })
    await look()
    await journey('checkout', async () => {
      const count = 1 + Math.floor(random() * 2)
      for (let i = 0; i < count; i++) await go('/basket', { product: product(), count: '1' })
      const form = await go('/checkout')
      await look()
      const paid = await go('/checkout', {
        order: /name="order" value="([0-9a-f-]+)"/.exec(form.text)?.[1] ?? '',
        name: NAMES[Math.floor(random() * NAMES.length)]!,
        email: 'customer@storefront.example',
        card: random() < EMPTY_CARDS ? '4000000000000002' : '4242424242424242',
      })
      const thanked = paid.headers.get('location')?.startsWith('/thanks/')
      if (!thanked && paid.status !== 402) throw new Error('the order was not taken')
    })
  }

  const rate = () => {
    const tide = 1 + TIDE * Math.sin((2 * Math.PI * (Date.now() % DAY_MS)) / DAY_MS)
    return VISITS_PER_SECOND * settings.speed * tide
  }
  // Arrivals without memory: the time between two is exponential.
  const pauseMs = () => (-Math.log(1 - random()) * 1_000) / rate()
  const next = () => {
    if (isEnding()) return
    if (present < MOST_AT_ONCE) {
      present++
      void visit().finally(() => present--)
    }
    setTimeout(next, pauseMs())
  }
  setTimeout(next, pauseMs())
  tellReady()
}
