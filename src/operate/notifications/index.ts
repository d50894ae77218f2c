/** The door of notifications: every message, its attempts and its receipt. */
export { readAnswerToken } from './answer-link.ts'
export { type Channel, type ChannelContext, type Delivery, defineChannel } from './channel.ts'
export { htmlOf as mailHtml, textOf as mailText } from './channels/email-text.ts'
export { channelOf, channelSchemas, channels } from './channels/index.ts'
export { retryAfterMs } from './channels/post.ts'
export { sign as signWebhook } from './channels/webhook.ts'
export { createDelivery, type DeliveryWorker, type NotificationContext } from './delivery.ts'
export { DeliveryRefused } from './errors.ts'
export { readLinkKey } from './link-key.ts'
export { type Mailer, openMailer, type SmtpSettings } from './mailer.ts'
export { hasFurtherWays, tryNextWay } from './next-way.ts'
export {
  isTold,
  type Notification,
  type NotificationState,
  type Purpose,
} from './notification.ts'
export { notifications } from './projection.ts'
export { contactsOf, eachAddressOnce, queueMessage } from './queue.ts'
export { notify } from './reaction.ts'
export {
  countNotifications,
  lastToRecipients,
  listNotifications,
  readNotification,
  readPagesSince,
} from './read.ts'
export { queueRehearsals, type Rehearsal, rehearse } from './rehearsal.ts'
export { retryDelayMs } from './retry.ts'
export { statusWords } from './status-words.ts'
export { notifyOwners } from './watch-reaction.ts'
