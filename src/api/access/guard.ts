/** Asked before every handler: who is it, may they, and did the request come from our own pages. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { defineError } from '#base'
import type { Ledger } from '#ledger'
import { isAllowed, PERMISSIONS, type Permission } from '../contract/permissions.ts'
import { type Account, accountOf } from './accounts.ts'

export const SESSION_COOKIE = 'opsplane_session'

export const NotSignedIn = defineError('access.not-signed-in', 'unauthenticated', {
  message: () => 'Nobody is signed in, or the session has ended.',
  hint: 'Sign in, or send a token: Authorization: Bearer opst_…',
})
export const NotAllowed = defineError('access.not-allowed', 'forbidden', {
  message: (d: { permission: string; role: string; needs: string }) =>
    `This needs the role ${d.needs}; you have the role ${d.role}.`,
  hint: 'An admin can give it: opsplane account role NAME ROLE.',
})
export const ForeignOrigin = defineError('access.foreign-origin', 'forbidden', {
  message: () => 'The request came from a page of another site.',
  hint: 'Send a token instead of a cookie when you call from elsewhere.',
})

/** The account behind a request, or an error. */
export async function guard(ledger: Ledger, c: Context, permission: Permission): Promise<Account> {
  const token = tokenOf(c.req.header('authorization') ?? '')
  const cookie = getCookie(c, SESSION_COOKIE)
  const account = await accountOf(ledger, { token, cookie })
  if (!account) throw new NotSignedIn({})
  // A token is never sent by a browser on its own, a cookie is.
  if (!token && c.req.method !== 'GET') refuseForeignOrigin(c)
  if (!isAllowed(account.role, permission))
    throw new NotAllowed({ permission, role: account.role, needs: PERMISSIONS[permission] })
  return account
}

/** A bearer token, or a token in the place of the password, for clients that know nothing else. */
function tokenOf(authorization: string): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic) (\S+)$/i.exec(authorization) ?? []
  if (scheme?.toLowerCase() !== 'basic') return value
  return Buffer.from(value!, 'base64')
    .toString()
    .replace(/^[^:]*:/, '')
}

function refuseForeignOrigin(c: Context): void {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const same = origin
    ? new URL(origin).host === c.req.header('host')
    : site === undefined || site === 'same-origin'
  if (!same) throw new ForeignOrigin({})
}
