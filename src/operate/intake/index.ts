/** The door of intake: what other systems send, taken once each. */
export { confirmSubscription, NobodyAsked, NotConfirmed } from './commands.ts'
export {
  type Answer as DeliveryAnswer,
  type Received,
  readDeliveries,
  takeDelivery,
} from './deliveries.ts'
export { receivedEvents } from './projection.ts'
export {
  listReceivedEvents,
  type ReceivedEvent,
  readSubscriptions,
  type Subscription,
} from './read.ts'
