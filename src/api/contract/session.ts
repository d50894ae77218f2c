import { z } from 'zod'
import { Done } from './envelope.ts'
import { ROLES } from './permissions.ts'
import { route } from './route.ts'

export const Session = z.object({
  account: z.string().describe('Name of the account; `person:<name>` in the ledger'),
  role: z.enum(ROLES),
  person: z
    .object({ name: z.string(), email: z.string() })
    .nullable()
    .describe('The person of the model with this name'),
})

export const session = {
  'session.show': route({
    summary: 'Who is signed in',
    permission: 'read',
    audit: 'session.shown',
    data: Session,
  }),
  'session.open': route({
    summary: 'Sign in with a one-time link',
    permission: 'public',
    audit: 'session.opened',
    body: z.object({ token: z.string().min(1) }),
    data: Session,
  }),
  'session.open-with-password': route({
    summary: 'Sign in with a name and a password',
    permission: 'public',
    audit: 'session.opened',
    body: z.object({ name: z.string().min(1), password: z.string().min(1) }),
    data: Session,
  }),
  'session.close': route({
    summary: 'Sign out',
    permission: 'read',
    audit: 'session.closed',
    data: Done,
  }),
  'session.link': route({
    summary: 'A one-time sign-in link for oneself',
    permission: 'read',
    audit: 'session.link-made',
    data: z.object({ url: z.string() }),
  }),
  'accounts.password': route({
    summary: 'Set one’s own password',
    permission: 'read',
    audit: 'account.password-set',
    body: z.object({ password: z.string().min(10, 'must have at least 10 characters') }),
    data: Done,
  }),
  'accounts.save': route({
    summary: 'Make an account or change its role',
    permission: 'administer',
    audit: 'account.saved',
    body: z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/), role: z.enum(ROLES) }),
    data: z.object({
      account: z.string(),
      role: z.enum(ROLES),
      url: z.string().describe('One-time sign-in link'),
    }),
  }),
}
