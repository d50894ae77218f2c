/** Draws the pages and takes the checkout of people with a browser. */
import type { Product } from './catalogue.ts'
import { call, serve } from './http.ts'
import { homePage, productPage, sorryPage, thanksPage } from './pages.ts'
import type { Settings } from './settings.ts'

export function storefront(settings: Settings): void {
  const { addresses } = settings
  const product = async (id: string) => {
    const answer = await call(
      'catalogue',
      `${addresses.catalogue}/products/${encodeURIComponent(id)}`,
    )
    return answer.ok ? ((await answer.json()) as Product) : undefined
  }
  serve(settings, {
    'GET /': async () => {
      const answer = await call('catalogue', `${addresses.catalogue}/products`)
      return { body: homePage(((await answer.json()) as { products: Product[] }).products) }
    },
    'GET /products/:id': async ({ params }) => {
      const found = await product(params.id!)
      return found ? { body: productPage(found) } : { status: 404, body: 'We do not sell this.' }
    },
    'GET /basket': () => ({ status: 303, headers: { location: '/' }, body: '' }),
    'GET /thanks': () => ({ body: thanksPage() }),
    'POST /checkout': async ({ url }) => {
      const found = await product(url.searchParams.get('product') ?? '')
      if (!found) return { status: 404, body: 'We do not sell this.' }
      const answer = await call('orders', `${addresses.orders}/orders`, {
        method: 'POST',
        body: { customer: 'a visitor', items: [{ product: found.id, price: found.price }] },
      }).catch(() => undefined)
      return answer?.ok ? { status: 303, body: '' } : { status: 503, body: sorryPage() }
    },
  })
}
