/** Signing in and out, and accounts. */

import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { loadModel, readWorkloads } from '#model'
import {
  type Account,
  endSession,
  ensureAccount,
  makeSignInLink,
  type Session,
  setPassword,
  signInWithLink,
  signInWithPassword,
} from '../access/accounts.ts'
import { SESSION_COOKIE } from '../access/guard.ts'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names =
  | 'session.show'
  | 'session.open'
  | 'session.open-with-password'
  | 'session.close'
  | 'session.link'
  | 'accounts.password'
  | 'accounts.save'

export function sessionHandlers({ ledger, url }: Services): Handlers<Names> {
  const { sql } = ledger.database

  async function describe(account: Account) {
    for (const workload of await readWorkloads(sql)) {
      const person = (await loadModel(sql, workload))?.get('person', account.name)
      if (person)
        return {
          account: account.name,
          role: account.role,
          person: { name: person.spec.name, email: person.spec.email },
        }
    }
    return { account: account.name, role: account.role, person: null }
  }

  async function open(session: Session, c: Context) {
    setCookie(c, SESSION_COOKIE, session.cookie, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: url().startsWith('https:'),
      maxAge: session.maxAgeSeconds,
    })
    return { data: await describe(session.account) }
  }

  const linkFor = async (name: string) =>
    `${url()}/sign-in?token=${await makeSignInLink(ledger, name)}`

  return {
    'session.show': async (_request, { account }) => ({ data: await describe(account) }),
    'session.open': async ({ body }, { context }) =>
      open(await signInWithLink(ledger, body.token), context),
    'session.open-with-password': async ({ body }, { context }) =>
      open(await signInWithPassword(ledger, body.name, body.password), context),
    'session.close': async (_request, { account, cookie }) => {
      if (cookie) await endSession(ledger, cookie, account)
      return { data: { done: true } }
    },
    'session.link': async (_request, { account }) => ({
      data: { url: await linkFor(account.name) },
    }),
    'accounts.password': async ({ body }, { account, actor }) => {
      await setPassword(ledger, account.name, body.password, actor)
      return { data: { done: true } }
    },
    'accounts.save': async ({ body }, { actor }) => {
      const { name, role } = await ensureAccount(ledger, body.name, body.role, actor)
      return { data: { account: name, role, url: await linkFor(name) } }
    },
  }
}
