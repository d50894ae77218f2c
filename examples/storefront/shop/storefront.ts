/** Draws the pages of the shop, keeps the basket of each visitor, and takes the checkout. */
import { randomUUID } from 'node:crypto'
import type { Product } from './catalogue.ts'
import { type CallOptions, call } from './client.ts'
import { measured } from './measured.ts'
import type { Item } from './orders-store.ts'
import { type Asked, Refused, type Reply, serve } from './server.ts'
import type { Settings } from './settings.ts'
import {
  basketPage,
  checkoutPage,
  declinedPage,
  homePage,
  missingPage,
  productPage,
  sorryPage,
  thanksPage,
} from './shop-pages.ts'
import { meter, say, why } from './telemetry.ts'

const MOST_OF_ONE = 9
const PATIENCE_MS = 1_500
const ORDERS_WITHIN_MS = 4_000

/** What the cookie remembers: which basket, and how full it is. */
interface Visitor {
  readonly basket: string
  readonly count: number
}

export function storefront(settings: Settings): void {
  const started = meter().createCounter('shop.checkouts.started')
  const completed = meter().createCounter('shop.checkout.completed')
  started.add(0)
  completed.add(0)

  const visitors = measured(settings)
  const pageHeaders = {
    'cache-control': 'no-store',
    'content-security-policy': visitors.policy,
  }

  const ask = (service: string, path: string, options: CallOptions = {}) =>
    call(service, `${settings.addresses[service]}${path}`, {
      patienceMs: PATIENCE_MS,
      timeoutMs: ORDERS_WITHIN_MS,
      ...options,
    })
  async function productOf(id: string): Promise<Product | undefined> {
    const answer = await ask('catalogue', `/products/${encodeURIComponent(id)}`)
    return answer.ok ? (JSON.parse(answer.text) as Product) : undefined
  }
  async function itemsOf({ basket }: Visitor): Promise<readonly Item[]> {
    const answer = await ask('orders', `/baskets/${basket}`)
    if (!answer.ok) throw new Error('the basket could not be read')
    return (JSON.parse(answer.text) as { items: Item[] }).items
  }
  async function keep(visitor: Visitor, items: readonly Item[]): Promise<Reply['headers']> {
    const answer = await ask('orders', `/baskets/${visitor.basket}`, {
      method: 'PUT',
      body: { items },
    })
    if (!answer.ok) throw new Error('the basket could not be kept')
    const count = items.reduce((sum, item) => sum + item.count, 0)
    return { 'set-cookie': cookieOf({ ...visitor, count }) }
  }
  /** A page that needs a service which is away says so in the visitor's words. */
  const page =
    (draw: (asked: Asked, visitor: Visitor) => Promise<Reply>) =>
    async (asked: Asked): Promise<Reply> => {
      const visitor = visitorOf(asked)
      const reply = await draw(asked, visitor).catch((error): Reply => {
        if (error instanceof Refused) throw error
        say('a page could not be drawn', { page: asked.url.pathname, why: why(error) }, 'error')
        return { status: 503, body: sorryPage(visitor.count) }
      })
      const body =
        typeof reply.body === 'string' ? visitors.add(reply.body, asked.url.pathname) : reply.body
      return { ...reply, body, headers: { ...pageHeaders, ...reply.headers } }
    }

  async function checkout(asked: Asked, visitor: Visitor): Promise<Reply> {
    const form = new URLSearchParams(asked.body)
    const items = await itemsOf(visitor)
    const order = form.get('order') ?? ''
    if (items.length === 0) return { status: 303, body: '', headers: { location: '/basket' } }
    const answer = await ask('orders', '/orders', {
      method: 'POST',
      body: {
        order,
        customer: form.get('name')?.slice(0, 100) || 'somebody',
        card: (form.get('card') ?? '').replace(/\D/g, ''),
        items,
      },
    })
    if (answer.status === 402) return { status: 402, body: declinedPage(visitor.count) }
    if (!answer.ok) return { status: 503, body: sorryPage(visitor.count) }
    completed.add(1)
    // The order is paid; a basket that cannot be emptied now is no reason to say otherwise.
    const headers = await keep(visitor, []).catch(() => ({}))
    return { status: 303, body: '', headers: { ...headers, location: `/thanks/${order}` } }
  }

  serve(settings, {
    'GET /': page(async (_asked, { count }) => {
      const answer = await ask('catalogue', '/products')
      if (!answer.ok) throw new Error('the catalogue could not be read')
      return {
        body: homePage((JSON.parse(answer.text) as { products: Product[] }).products, count),
      }
    }),
    'GET /products/:id': page(async ({ params }, { count }) => {
      const product = await productOf(params.id!)
      return product
        ? { body: productPage(product, count) }
        : { status: 404, body: missingPage(count) }
    }),
    'GET /basket': page(async (_asked, visitor) => ({
      body: basketPage(await itemsOf(visitor), visitor.count),
    })),
    'POST /basket': page(async ({ body }, visitor) => {
      const form = new URLSearchParams(body)
      const product = await productOf(form.get('product') ?? '')
      if (!product) return { status: 404, body: missingPage(visitor.count) }
      const items = await itemsOf(visitor)
      const wanted = Math.floor(Number(form.get('count') ?? 1)) || 1
      const before = items.find((item) => item.product === product.id)?.count ?? 0
      const count = Math.min(MOST_OF_ONE, Math.max(1, before + wanted))
      const { id, name, price } = product
      const headers = await keep(visitor, [
        ...items.filter((item) => item.product !== id),
        { product: id, name, price, count },
      ])
      return { status: 303, body: '', headers: { ...headers, location: '/basket' } }
    }),
    'POST /basket/remove': page(async ({ body }, visitor) => {
      const product = new URLSearchParams(body).get('product')
      const items = await itemsOf(visitor)
      const headers = await keep(
        visitor,
        items.filter((item) => item.product !== product),
      )
      return { status: 303, body: '', headers: { ...headers, location: '/basket' } }
    }),
    'GET /checkout': page(async (_asked, visitor) => {
      const items = await itemsOf(visitor)
      if (items.length === 0) return { status: 303, body: '', headers: { location: '/basket' } }
      started.add(1)
      return { body: checkoutPage(items, visitor.count, randomUUID()) }
    }),
    'POST /checkout': page(checkout),
    'GET /thanks/:order': page(async ({ params }, { count }) => ({
      body: thanksPage(params.order!, count),
    })),
  })
}

function visitorOf({ headers }: Asked): Visitor {
  const found = /(?:^|;\s*)basket=([0-9a-f-]{36})\.(\d{1,3})/.exec(headers.cookie ?? '')
  return found ? { basket: found[1]!, count: Number(found[2]) } : { basket: randomUUID(), count: 0 }
}

const cookieOf = ({ basket, count }: Visitor) =>
  `basket=${basket}.${count}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400`
