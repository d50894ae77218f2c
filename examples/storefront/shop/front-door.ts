/** The customers' entrance: passes pages to the storefront and everything below /api to the services. */
import { call, serve } from './http.ts'
import type { Settings } from './settings.ts'

export function frontDoor(settings: Settings): void {
  const { addresses } = settings
  const forward = async (service: string, path: string, method: string, body: string) => {
    const answer = await call(service, `${addresses[service]}${path}`, {
      method,
      ...(body ? { body: JSON.parse(body) } : {}),
      timeoutMs: 5_000,
    })
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? 'text/plain',
      body: await answer.text(),
    }
  }
  const page = ({ url }: { url: URL }) =>
    forward('storefront', url.pathname + url.search, 'GET', '')
  serve(settings, {
    'GET /': page,
    'GET /products/:id': page,
    'GET /basket': page,
    'GET /thanks': page,
    'GET /api/products': () => forward('catalogue', '/products', 'GET', ''),
    'POST /api/orders': ({ body }) => forward('orders', '/orders', 'POST', body),
    'POST /checkout': async ({ body }) => {
      const product = new URLSearchParams(body).get('product') ?? 'mug'
      const answer = await forward(
        'storefront',
        `/checkout?product=${encodeURIComponent(product)}`,
        'POST',
        '{}',
      )
      return answer.status === 303 ? { ...answer, headers: { location: '/thanks' } } : answer
    },
  })
}
