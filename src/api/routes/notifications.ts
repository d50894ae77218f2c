/** Who was told what, and whether the ways to people work. */
import { loadModel } from '#model'
import {
  channelOf,
  findIncident,
  lastToRecipients,
  listNotifications,
  type Notification,
  rehearse,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

type Names = 'notifications.list' | 'notifications.test' | 'channels.list'

export function notificationHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  return {
    'notifications.list': async ({ query: { workload, incident, state, topic, limit } }) => {
      const named = incident ? (await findIncident(sql, workload, incident))?.id : undefined
      const asked = { workload, incident: named, state, topic, limit }
      const found = await listNotifications(sql, asked)
      return { data: found.map(describeNotification) }
    },

    'notifications.test': async ({ body: { workload, recipient } }, { actor }) => {
      const { topic, ways } = await rehearse(ledger, { workload, recipient, by: actor })
      return { data: { topic, ways: ways.map(({ channel, address }) => ({ channel, address })) } }
    },

    'channels.list': async ({ query: { workload } }) => {
      const model = await loadModel(sql, workload)
      if (!model) throw new NoSuchWorkload({ workload })
      const declared = model.all('channel')
      const recipients = declared.map(({ name }) => `channel:${name}`)
      const last = await lastToRecipients(sql, { workload, recipients })
      const data = declared.map(({ name, spec: { type, config } }) => {
        const channel = channelOf(type)
        const fits = channel?.config.safeParse(config)
        const newest = last.get(`channel:${name}`)
        return {
          ...{ name, type, summary: channel?.summary ?? '' },
          addresses: fits?.success ? [...channel!.addresses(fits.data)] : [],
          last: newest
            ? { state: newest.state, reason: newest.reason, queuedAt: newest.queuedAt }
            : null,
        }
      })
      return { data }
    },
  }
}

export function describeNotification(one: Notification) {
  const { id, incident, purpose, recipient, channel, address, message, state, attempts } = one
  const { reason, queuedAt, acceptedAt, nextAttemptAt } = one
  const title = message.title
  return {
    id,
    incident,
    purpose,
    recipient,
    channel,
    address,
    title,
    state,
    attempts,
    reason,
    queuedAt,
    acceptedAt,
    nextAttemptAt,
  }
}
