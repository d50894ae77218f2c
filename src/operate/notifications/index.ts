/** The door of notifications: every message, its attempts and its receipt. */
export { type Channel, type ChannelContext, type Delivery, defineChannel } from './channel.ts'
export { channelOf, channelSchemas, channels } from './channels/index.ts'
export { createDelivery, type DeliveryWorker, type NotificationContext } from './delivery.ts'
export { DeliveryRefused } from './errors.ts'
export type { SmtpSettings } from './mailer.ts'
export {
  isTold,
  type Notification,
  type NotificationState,
  type Purpose,
} from './notification.ts'
export { notifications } from './projection.ts'
export { notify } from './reaction.ts'
export { countNotifications, listNotifications, readNotification, readPagesSince } from './read.ts'
export { notifyOwners } from './watch-reaction.ts'
