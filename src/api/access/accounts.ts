/**
 * Accounts, sessions, tokens and one-time sign-in links. What the database keeps of a secret is its hash;
 * passwords are hashed with argon2id, random secrets with SHA-256, since nobody can guess 256 bits.
 */
import { createHash, randomBytes } from 'node:crypto'
import { hash as argon2, verify } from '@node-rs/argon2'
import { defineError } from '#base'
import { accountChanged, type Ledger, sessionEnded, sessionStarted } from '#ledger'
import type { Role } from '../contract/permissions.ts'

export interface Account {
  readonly name: string
  readonly role: Role
}

export const WrongSignIn = defineError('access.wrong-sign-in', 'unauthenticated', {
  message: (d: { what: 'link' | 'password' }) =>
    d.what === 'link'
      ? 'This sign-in link was used already, or it is too old.'
      : 'This name and password do not fit.',
  hint: 'opsplane login --link makes a new link on the machine of the server.',
})

const SESSION_DAYS = 14
const LINK_MINUTES = 60

const secret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** Makes the account, or gives it the role. */
export async function ensureAccount(
  ledger: Ledger,
  name: string,
  role: Role,
  actor: string,
): Promise<Account> {
  return ledger.transact({ actor }, async (tx) => {
    const [known] = await tx.sql<{ role: Role }>`select role from account where name = ${name}`
    if (known?.role !== role) {
      await tx.sql`insert into account (name, role) values (${name}, ${role})
                   on conflict (name) do update set role = excluded.role`
      await tx.append(
        accountChanged(`person:${name}`, { account: name, role, what: known ? 'role' : 'made' }),
      )
    }
    return { name, role }
  })
}

export async function setPassword(
  ledger: Ledger,
  name: string,
  password: string,
  actor: string,
): Promise<void> {
  const hashed = await argon2(password)
  await ledger.transact({ actor }, async (tx) => {
    const [row] = await tx.sql<{ role: Role }>`
      update account set password_hash = ${hashed} where name = ${name} returning role`
    if (!row) throw new WrongSignIn({ what: 'password' })
    await tx.append(
      accountChanged(`person:${name}`, { account: name, role: row.role, what: 'password' }),
    )
  })
}

/** A token for programs; shown once. */
export async function makeToken(
  ledger: Ledger,
  account: string,
  label: string,
  actor: string,
): Promise<string> {
  const token = `opst_${secret()}`
  await ledger.transact({ actor }, async (tx) => {
    const [row] = await tx.sql<{ role: Role }>`select role from account where name = ${account}`
    await tx.sql`insert into api_token (hash, label, account) values (${digest(token)}, ${label}, ${account})`
    await tx.append(
      accountChanged(`person:${account}`, { account, role: row!.role, what: 'token' }),
    )
  })
  return token
}

/** A secret for one sign-in within the hour. */
export async function makeSignInLink(ledger: Ledger, account: string): Promise<string> {
  const link = secret()
  await ledger.database.sql`
    insert into sign_in_link (hash, account, expires_at)
    values (${digest(link)}, ${account}, now() + ${LINK_MINUTES} * interval '1 minute')`
  return link
}

export interface Session {
  readonly cookie: string
  readonly maxAgeSeconds: number
  readonly account: Account
}

export async function signInWithLink(ledger: Ledger, link: string): Promise<Session> {
  return ledger.transact({ actor: 'api' }, async (tx) => {
    const [row] = await tx.sql<Account>`
      with used as (delete from sign_in_link where hash = ${digest(link)} returning account, expires_at)
      select a.name, a.role from used join account a on a.name = used.account where used.expires_at > now()`
    if (!row) throw new WrongSignIn({ what: 'link' })
    await tx.append(sessionStarted(`person:${row.name}`, { account: row.name, by: 'link' }))
    return startSession(tx.sql, row)
  })
}

export async function signInWithPassword(
  ledger: Ledger,
  name: string,
  password: string,
): Promise<Session> {
  const [row] = await ledger.database.sql<Account & { password_hash: string | null }>`
    select name, role, password_hash from account where name = ${name}`
  // An unknown name costs the same time as a wrong password.
  const fits = await verify(row?.password_hash ?? (await decoy()), password)
  if (!row?.password_hash || !fits) throw new WrongSignIn({ what: 'password' })
  return ledger.transact({ actor: 'api' }, async (tx) => {
    await tx.append(sessionStarted(`person:${name}`, { account: name, by: 'password' }))
    return startSession(tx.sql, row)
  })
}

let decoyHash: Promise<string> | undefined
function decoy(): Promise<string> {
  decoyHash ??= argon2(secret())
  return decoyHash
}

async function startSession(sql: Ledger['database']['sql'], account: Account): Promise<Session> {
  const cookie = secret()
  await sql`
    insert into session (hash, account, expires_at)
    values (${digest(cookie)}, ${account.name}, now() + ${SESSION_DAYS} * interval '1 day')`
  return {
    cookie,
    maxAgeSeconds: SESSION_DAYS * 86_400,
    account: { name: account.name, role: account.role },
  }
}

export async function endSession(ledger: Ledger, cookie: string, account: Account): Promise<void> {
  await ledger.transact({ actor: `person:${account.name}` }, async (tx) => {
    await tx.sql`delete from session where hash = ${digest(cookie)}`
    await tx.append(sessionEnded(`person:${account.name}`, { account: account.name }))
  })
}

/** Who holds a cookie or a token; undefined when nobody does. */
export async function accountOf(
  ledger: Ledger,
  credentials: { cookie?: string | undefined; token?: string | undefined },
): Promise<Account | undefined> {
  const { cookie, token } = credentials
  if (token) {
    const [row] = await ledger.database.sql<Account>`
      select a.name, a.role from api_token t join account a on a.name = t.account where t.hash = ${digest(token)}`
    return row
  }
  if (!cookie) return undefined
  const [row] = await ledger.database.sql<Account>`
    select a.name, a.role from session s join account a on a.name = s.account
    where s.hash = ${digest(cookie)} and s.expires_at > now()`
  return row
}
