/** The door of subscribers: who follows a status page, and how each of them is told. */
export { readAddress, type SubscriberKind } from './address.ts'
export type { FanOut, FanOutState, MessageCounts } from './fan-out.ts'
export { fanOutUpdates } from './reaction.ts'
export {
  countSubscribers,
  FanOutNotFound,
  FanOutNotHeld,
  listFanOuts,
  listSubscribers,
  releaseFanOut,
  type SubscriberCounts,
} from './read.ts'
export { renderSmallPage, type SmallPage } from './render.ts'
export {
  askToSubscribe,
  confirmByCode,
  confirmByLink,
  importSubscribers,
  readConfirmLink,
  readUnsubscribeLink,
  type Subscriber,
  unsubscribeAddress,
  unsubscribeByLink,
} from './subscriptions.ts'
export { createFanOut, type FanOutWorker } from './worker.ts'
