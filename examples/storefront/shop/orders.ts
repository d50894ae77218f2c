/** Takes orders: asks payments to charge the card, then keeps the order. Release 1.5.0 is the bad one. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { call, serve } from './http.ts'
import type { Settings } from './settings.ts'
import { durationBuckets, meter, say } from './telemetry.ts'

interface Basket {
  readonly customer: string
  readonly items: readonly { readonly product: string; readonly price: number }[]
}

export type Reason = 'none' | 'payments-unreachable' | 'declined' | 'internal' | 'database'

const BAD_RELEASE = '1.5.0'

export async function orders(settings: Settings): Promise<void> {
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: 8,
    connectionTimeoutMillis: 2_000,
  })
  pool.on('error', (error) =>
    say('a connection to the database was lost', { why: error.message }, 'error'),
  )
  await pool.query(`create table if not exists shop_order (
    id uuid primary key, customer text not null, total numeric not null, payment text not null,
    placed_at timestamptz not null default now())`)

  const placed = meter().createCounter('shop.orders.placed')
  const revenue = meter().createCounter('shop.revenue', { unit: 'EUR' })
  const queries = meter().createHistogram('orders.db.query.duration', durationBuckets)
  meter()
    .createObservableGauge('orders.db.connections')
    .addCallback((result) => result.observe(pool.totalCount))
  // A counter that exists from the start has a rate from the start.
  for (const reason of ['payments-unreachable', 'declined', 'internal', 'database'] as const)
    placed.add(0, { result: 'failed', reason })
  placed.add(0, { result: 'ok', reason: 'none' })
  revenue.add(0)

  async function place(basket: Basket): Promise<{ id: string } | { reason: Reason }> {
    if (settings.version === BAD_RELEASE && Math.random() < 0.2) {
      say('the price of the basket could not be computed', { customer: basket.customer }, 'error')
      return { reason: 'internal' }
    }
    const id = randomUUID()
    const total = basket.items.reduce((sum, item) => sum + item.price, 0)
    let payment: Response
    try {
      payment = await call('payments', `${settings.addresses.payments}/payments`, {
        method: 'POST',
        body: { order: id, amount: total },
      })
    } catch (error) {
      say('payments does not answer', { why: (error as Error).message }, 'error')
      return { reason: 'payments-unreachable' }
    }
    if (!payment.ok) return { reason: payment.status === 402 ? 'declined' : 'payments-unreachable' }
    const startedAt = performance.now()
    try {
      await pool.query(
        'insert into shop_order (id, customer, total, payment) values ($1, $2, $3, $4)',
        [id, basket.customer, total, ((await payment.json()) as { id: string }).id],
      )
    } catch (error) {
      say('the order was not kept', { why: (error as Error).message }, 'error')
      return { reason: 'database' }
    }
    queries.record((performance.now() - startedAt) / 1_000, { operation: 'insert' })
    revenue.add(total)
    return { id }
  }

  serve(settings, {
    'POST /orders': async ({ body }) => {
      const outcome = await place(JSON.parse(body) as Basket)
      if ('id' in outcome) {
        placed.add(1, { result: 'ok', reason: 'none' })
        return { status: 201, body: outcome }
      }
      placed.add(1, { result: 'failed', reason: outcome.reason })
      return { status: outcome.reason === 'declined' ? 402 : 503, body: { error: outcome.reason } }
    },
    'GET /orders/count': async () => {
      const { rows } = await pool.query<{ count: string }>('select count(*) from shop_order')
      return { body: { count: Number(rows[0]!.count) } }
    },
    'GET /version': () => ({ body: { version: settings.version } }),
  })
}
