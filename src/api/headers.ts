/** Strict headers on every answer: what our pages may load, and that nobody frames or sniffs them. */
import type { MiddlewareHandler } from 'hono'

// Styles set by script (positions of menus, charts) need inline styles; scripts never do.
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export const strictHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  // A page that carries its own policy has a narrower one.
  if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', POLICY)
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'same-origin')
  c.header('cross-origin-opener-policy', 'same-origin')
}
