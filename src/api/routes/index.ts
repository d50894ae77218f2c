/** The handlers of the whole contract; the compiler names a route that has none. */
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { alarmHandlers } from './alarms.ts'
import { bandHandlers } from './bands.ts'
import { causeHandlers } from './causes.ts'
import { dashboardHandlers } from './dashboards.ts'
import { drillHandlers } from './drills.ts'
import { escalationHandlers } from './escalations.ts'
import { eventSourceHandlers } from './event-sources.ts'
import { evolveHandlers } from './evolve.ts'
import { incidentHandlers } from './incidents.ts'
import { journeyHandlers } from './journeys.ts'
import { ledgerHandlers } from './ledger.ts'
import { logHandlers } from './logs.ts'
import { modelHandlers } from './model.ts'
import { networkHandlers } from './network.ts'
import { notificationHandlers } from './notifications.ts'
import { oncallHandlers } from './oncall.ts'
import { outcomeHandlers } from './outcomes.ts'
import { overviewHandlers } from './overview.ts'
import { problemHandlers } from './problems.ts'
import { procedureHandlers } from './procedures.ts'
import { queryHandlers } from './query.ts'
import { responseHandlers } from './response.ts'
import { reviewHandlers } from './review.ts'
import { scrapeHandlers } from './scrape.ts'
import { sessionHandlers } from './session.ts'
import { silenceHandlers } from './silences.ts'
import { subscriberHandlers } from './subscribers.ts'
import { systemHandlers } from './system.ts'
import { telemetryHandlers } from './telemetry.ts'
import { traceHandlers } from './traces.ts'

export function handlersOf(services: Services): Handlers {
  return {
    ...sessionHandlers(services),
    ...modelHandlers(services),
    ...alarmHandlers(services),
    ...dashboardHandlers(services),
    ...drillHandlers(services),
    ...evolveHandlers(services),
    ...overviewHandlers(services),
    ...outcomeHandlers(services),
    ...bandHandlers(services),
    ...systemHandlers(services),
    ...procedureHandlers(services),
    ...incidentHandlers(services),
    ...escalationHandlers(services),
    ...causeHandlers(services),
    ...problemHandlers(services),
    ...responseHandlers(services),
    ...notificationHandlers(services),
    ...oncallHandlers(services),
    ...journeyHandlers(services),
    ...ledgerHandlers(services),
    ...queryHandlers(services),
    ...logHandlers(services),
    ...traceHandlers(services),
    ...networkHandlers(services),
    ...scrapeHandlers(services),
    ...eventSourceHandlers(services),
    ...reviewHandlers(services),
    ...silenceHandlers(services),
    ...subscriberHandlers(services),
    ...telemetryHandlers(services),
  }
}
