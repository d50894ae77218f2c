/** The orders database as orders sees it: baskets, orders, and how long each question took. */
import pg from 'pg'
import { durationBuckets, meter, say } from './telemetry.ts'

export interface Item {
  readonly product: string
  readonly name: string
  /** EUR */
  readonly price: number
  readonly count: number
}

export interface NewOrder {
  readonly id: string
  readonly customer: string
  /** EUR */
  readonly total: number
}

export type OrderState = 'pending' | 'paid' | 'declined'

const ANSWERS_WITHIN_MS = 2_000

const SCHEMA = `
create table if not exists shop_basket (
  id uuid primary key,
  items jsonb not null,
  changed_at timestamptz not null default now());
create table if not exists shop_order (
  id uuid primary key,
  customer text not null,
  total numeric not null,
  state text not null default 'pending',
  payment text,
  placed_at timestamptz not null default now());
delete from shop_basket where changed_at < now() - interval '1 day'`

/** Opens it. A database that is away is asked again with the next question. */
export function ordersStore(url: string) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: ANSWERS_WITHIN_MS,
    query_timeout: ANSWERS_WITHIN_MS,
  })
  pool.on('error', (error) =>
    say('a connection to the orders database was lost', { why: error.message }, 'error'),
  )
  const duration = meter().createHistogram('orders.db.query.duration', durationBuckets)
  meter()
    .createObservableGauge('orders.db.connections')
    .addCallback((result) => {
      result.observe(pool.totalCount - pool.idleCount, { state: 'active' })
      result.observe(pool.idleCount, { state: 'idle' })
    })

  let schema: Promise<unknown> | undefined
  async function ask<Row extends pg.QueryResultRow>(
    operation: string,
    sql: string,
    values: unknown[],
  ): Promise<Row[]> {
    const startedAt = performance.now()
    let result = 'ok'
    try {
      schema ??= pool.query(SCHEMA)
      await schema.catch((error) => {
        schema = undefined
        throw error
      })
      return (await pool.query<Row>(sql, values)).rows
    } catch (error) {
      result = 'failed'
      throw error
    } finally {
      duration.record((performance.now() - startedAt) / 1_000, { operation, result })
    }
  }

  return {
    async basket(id: string): Promise<readonly Item[]> {
      const rows = await ask<{ items: Item[] }>(
        'read basket',
        'select items from shop_basket where id = $1',
        [id],
      )
      return rows[0]?.items ?? []
    },
    async keepBasket(id: string, items: readonly Item[]): Promise<void> {
      await ask(
        'keep basket',
        `insert into shop_basket (id, items) values ($1, $2)
         on conflict (id) do update set items = excluded.items, changed_at = now()`,
        [id, JSON.stringify(items)],
      )
    },
    /** Writes the order before it is paid, so that no charge is without an order. Tells its state when it exists. */
    async begin({ id, customer, total }: NewOrder): Promise<OrderState> {
      const rows = await ask<{ state: OrderState }>(
        'begin order',
        `insert into shop_order (id, customer, total) values ($1, $2, $3)
         on conflict (id) do update set customer = excluded.customer
         returning state`,
        [id, customer, total],
      )
      return rows[0]!.state
    },
    async finish(id: string, state: OrderState, payment: string | null): Promise<void> {
      await ask('finish order', 'update shop_order set state = $2, payment = $3 where id = $1', [
        id,
        state,
        payment,
      ])
    },
    async paidOrders(): Promise<number> {
      const rows = await ask<{ count: string }>(
        'count orders',
        `select count(*) from shop_order where state = 'paid'`,
        [],
      )
      return Number(rows[0]!.count)
    },
    end: () => pool.end(),
  }
}
