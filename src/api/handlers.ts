/** The handlers of all routes, typed by the contract: a route without a handler does not compile. */

import type { Context } from 'hono'
import type { Account } from './access/accounts.ts'
import type { Contract } from './contract/index.ts'
import type { RouteAnswer, RouteRequest } from './contract/route.ts'

/** Who asks. */
export interface Caller {
  readonly account: Account
  /** `person:<name>`, as it stands in the ledger. */
  readonly actor: string
  readonly requestId: string
  /** The request itself, for the few routes that set a cookie. */
  readonly context: Context
  /** The session's cookie, when that is how the caller came in. */
  readonly cookie: string | undefined
}

export interface Page<Data> {
  readonly data: Data
  readonly next?: string | null
}

export type Handlers<Names extends keyof Contract = keyof Contract> = {
  readonly [Name in Names]: (
    request: RouteRequest<Contract[Name]>,
    caller: Caller,
  ) => Promise<Page<RouteAnswer<Contract[Name]>>>
}
