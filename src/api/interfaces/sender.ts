/** Who is at the other end. */
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** The address of the connection; a header that says otherwise could be anybody's. */
export function senderOf(c: Context): string {
  return ((c.env ?? {}) as Partial<HttpBindings>).incoming?.socket.remoteAddress ?? ''
}
