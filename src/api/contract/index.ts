/** The whole contract, by name. A new route is an entry of its noun’s file; a new noun is a line here. */
import type { RouteName } from './addresses.ts'
import { incidents } from './incidents.ts'
import { ledger } from './ledger.ts'
import { model } from './model.ts'
import { query } from './query.ts'
import { session } from './session.ts'

export const contract = {
  ...session,
  ...model,
  ...incidents,
  ...ledger,
  ...query,
} satisfies Record<RouteName, unknown>

export type Contract = typeof contract
