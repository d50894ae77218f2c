/** The handlers of the whole contract; the compiler names a route that has none. */
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { ledgerHandlers } from './ledger.ts'
import { modelHandlers } from './model.ts'
import { queryHandlers } from './query.ts'
import { sessionHandlers } from './session.ts'

export function handlersOf(services: Services): Handlers {
  return {
    ...sessionHandlers(services),
    ...modelHandlers(services),
    ...ledgerHandlers(services),
    ...queryHandlers(services),
  }
}
