/** Takes orders: writes them down, asks payments to charge the card. Release 1.5.0 is the bad one. */
import { randomUUID } from 'node:crypto'
import { call } from './client.ts'
import { beforeEnd } from './life.ts'
import { type Item, ordersStore } from './orders-store.ts'
import { type Asked, jsonOf, Refused, serve } from './server.ts'
import type { Settings } from './settings.ts'
import { meter, say, why } from './telemetry.ts'

export interface OrderRequest {
  /** The same order tried again is charged once. */
  readonly order?: string
  readonly customer: string
  readonly card: string
  readonly items: readonly Item[]
}

const STATUS = {
  declined: 402,
  internal: 500,
  database: 503,
  'payments-unreachable': 503,
  'processor-failed': 503,
} as const
/** Why an order was not taken. */
export type Reason = keyof typeof STATUS

const BAD_RELEASE = '1.5.0'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const PAYMENTS_WITHIN_MS = 3_000

export function orders(settings: Settings): void {
  const store = ordersStore(settings.databaseUrl)
  beforeEnd(() => store.end())
  const placed = meter().createCounter('shop.orders.placed')
  const revenue = meter().createCounter('shop.revenue', { unit: 'EUR' })
  // A counter that exists from the start has a rate from the start.
  for (const reason of Object.keys(STATUS)) placed.add(0, { result: 'failed', reason })
  placed.add(0, { result: 'ok', reason: 'none' })
  revenue.add(0)
  let tried = 0

  async function place({ order, customer, card, items }: OrderRequest): Promise<string | Reason> {
    // The discount table of this release has a hole: one basket in five finds no price.
    if (settings.version === BAD_RELEASE && ++tried % 5 === 0) {
      say('the price of the basket could not be computed', { customer }, 'error')
      return 'internal'
    }
    const id = order ?? randomUUID()
    const total = items.reduce((sum, { price, count }) => sum + price * count, 0)
    try {
      if ((await store.begin({ id, customer, total })) === 'paid') return id
    } catch (error) {
      say('the order could not be written down', { why: why(error) }, 'error')
      return 'database'
    }
    const payment = await call('payments', `${settings.addresses.payments}/payments`, {
      method: 'POST',
      body: { order: id, amount: total, card },
      timeoutMs: PAYMENTS_WITHIN_MS,
      repeatable: true,
    }).catch((error) => {
      say('payments does not answer', { why: why(error) }, 'error')
      return undefined
    })
    if (!payment) return 'payments-unreachable'
    if (!payment.ok && payment.status !== 402) return 'processor-failed'
    try {
      if (!payment.ok) {
        await store.finish(id, 'declined', null)
        return 'declined'
      }
      await store.finish(id, 'paid', (JSON.parse(payment.text) as { id: string }).id)
    } catch (error) {
      say('the payment could not be written down', { why: why(error) }, 'error')
      return 'database'
    }
    revenue.add(total)
    return id
  }

  serve(settings, {
    'POST /orders': async (asked) => {
      const outcome = await place(orderOf(asked))
      if (!(outcome in STATUS)) {
        placed.add(1, { result: 'ok', reason: 'none' })
        return { status: 201, body: { id: outcome } }
      }
      const reason = outcome as Reason
      placed.add(1, { result: 'failed', reason })
      return { status: STATUS[reason], body: { error: reason } }
    },
    'GET /orders/count': async () => ({ body: { paid: await store.paidOrders() } }),
    'GET /baskets/:id': async ({ params }) => ({
      body: { items: await store.basket(basketId(params.id)) },
    }),
    'PUT /baskets/:id': async (asked) => {
      const { items } = jsonOf<{ items: readonly Item[] }>(asked)
      await store.keepBasket(basketId(asked.params.id), itemsOf(items))
      return { body: { items } }
    },
    'GET /version': () => ({ body: { version: settings.version } }),
  })
}

function orderOf(asked: Asked): OrderRequest {
  const wanted = jsonOf<Partial<OrderRequest>>(asked)
  if (wanted.order !== undefined && !UUID.test(wanted.order))
    throw new Refused(400, 'the order id is no UUID')
  const { order, customer = 'somebody', card = '' } = wanted
  const items = itemsOf(wanted.items)
  if (items.length === 0) throw new Refused(400, 'the basket is empty')
  return { ...(order ? { order } : {}), customer, card, items }
}

function itemsOf(items: unknown): readonly Item[] {
  const fits = (item: Partial<Item>) =>
    typeof item?.product === 'string' &&
    Number.isFinite(item.price) &&
    item.price! >= 0 &&
    Number.isInteger(item.count) &&
    item.count! > 0
  if (!Array.isArray(items) || items.length > 100 || !items.every(fits))
    throw new Refused(400, 'each item has a product, a price and a count')
  return items as Item[]
}

function basketId(id: string | undefined): string {
  if (!id || !UUID.test(id)) throw new Refused(404, 'there is no such basket')
  return id
}
