/** The customers' entrance: passes pages to the storefront and everything below /api to its service. */
import { type Answer, call } from './client.ts'
import { type Asked, type Reply, type Routes, serve } from './server.ts'
import type { Settings } from './settings.ts'
import { closedPage } from './shop-pages.ts'
import { say, why } from './telemetry.ts'

const PASSED_IN = ['cookie', 'content-type', 'accept', 'accept-language', 'user-agent']
const PASSED_OUT = ['content-type', 'location', 'cache-control', 'content-security-policy']
const ANSWERS_WITHIN_MS = 5_000
// A service that is being replaced is back sooner than this.
const PATIENCE_MS = 1_500

export function frontDoor(settings: Settings): void {
  const to =
    (service: string, path = (asked: Asked) => asked.url.pathname + asked.url.search) =>
    async (asked: Asked): Promise<Reply> => {
      try {
        return replyOf(
          await call(service, `${settings.addresses[service]}${path(asked)}`, {
            method: asked.method,
            ...(asked.body ? { body: asked.body } : {}),
            headers: headersFrom(asked),
            timeoutMs: ANSWERS_WITHIN_MS,
            patienceMs: PATIENCE_MS,
          }),
        )
      } catch (error) {
        say('a service does not answer', { service, why: why(error) }, 'error')
        const late = (error as Error).name === 'TimeoutError'
        return { status: late ? 504 : 502, body: closedPage() }
      }
    }
  const page = to('storefront')
  const routes: Routes = {
    'GET /': page,
    'GET /products/:id': page,
    'GET /basket': page,
    'POST /basket': page,
    'POST /basket/remove': page,
    'GET /checkout': page,
    'POST /checkout': page,
    'GET /thanks/:order': page,
    'GET /api/products': to('catalogue', () => '/products'),
    'POST /api/orders': to('orders', () => '/orders'),
    'GET /api/orders/count': to('orders', () => '/orders/count'),
  }
  serve(settings, routes)
}

function headersFrom({ headers }: Asked): Record<string, string> {
  const passed: Record<string, string> = { 'x-forwarded-proto': 'http' }
  if (headers.host) passed['x-forwarded-host'] = headers.host
  for (const name of PASSED_IN) {
    const value = headers[name]
    if (typeof value === 'string') passed[name] = value
  }
  return passed
}

function replyOf({ status, text, headers }: Answer): Reply {
  const passed: Record<string, string | string[]> = {}
  for (const name of PASSED_OUT) {
    const value = headers.get(name)
    if (value !== null) passed[name] = value
  }
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) passed['set-cookie'] = cookies
  return { status, body: text, headers: passed }
}
