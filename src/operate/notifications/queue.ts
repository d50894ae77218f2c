/** Makes the facts that queue messages. The id is derived from what is told to whom, so none is queued twice. */
import { contentHash } from '#base'
import { type Fact, type NewFact, type NotificationMessage, notificationQueued } from '#ledger'
import type { Model } from '#model'
import { channelOf } from './channels/index.ts'
import { DEADLINE_MS, type Notification, type Purpose } from './notification.ts'

/** Where a recipient can be reached. */
export interface Contact {
  readonly recipient: string
  readonly channel: string
  readonly address: string
  readonly config: Readonly<Record<string, unknown>>
  /** IANA zone in which the recipient reads times. */
  readonly zone: string
}

/**
 * Addresses of a person, of a team or of a channel of the model; empty when there is none any more. `to` is
 * where a channel goes that names no address itself, such as a gateway of text messages.
 */
export function contactsOf(model: Model | undefined, recipient: string, to?: string): Contact[] {
  if (model && recipient.startsWith('team:'))
    return model.peopleOf(recipient).flatMap(({ name }) => contactsOf(model, `person:${name}`))
  const person = model?.find(recipient, 'person')
  if (person) {
    const { email: to, zone } = person.spec
    return [{ recipient, channel: 'email', address: to, config: { to }, zone }]
  }
  const party = model?.find(recipient, 'third-party')
  if (party) return contactsOf(model, party.spec.channel).map((one) => ({ ...one, recipient }))
  const declared = model?.find(recipient, 'channel')?.spec
  const channel = declared && channelOf(declared.type)
  const config = channel?.config.safeParse(declared!.config)
  if (!channel || !config?.success) return []
  const declaredTo = channel.addresses(config.data)
  const addresses = declaredTo.length > 0 || to === undefined ? declaredTo : [to]
  return addresses.map((address) => ({
    recipient,
    channel: channel.type,
    address,
    config: declared!.config,
    zone: 'UTC',
  }))
}

/** The address that was told before, whatever the model says now. */
export function contactOf(told: Notification, model: Model | undefined): Contact {
  const { recipient, channel, address, config } = told
  const zone = model?.find(recipient, 'person')?.spec.zone ?? 'UTC'
  return { recipient, channel, address, config, zone }
}

/** One message to one address. `because` is the fact that makes it necessary. */
export function queueMessage(options: {
  readonly because: Fact
  readonly workload: string
  readonly incident: string | null
  readonly topic: string
  readonly purpose: Purpose
  readonly contact: Contact
  readonly message: NotificationMessage
  readonly nowMs: number
  readonly recoveryOf?: readonly string[]
}): NewFact {
  const { because, contact, nowMs, purpose, topic, recoveryOf = [] } = options
  const { recipient, channel, address, config } = contact
  const hash = contentHash({ because: because.id, topic, purpose, channel, address })
  return notificationQueued(`ntf_${hash.slice(0, 32)}`, {
    workload: options.workload,
    incident: options.incident,
    purpose,
    topic,
    recipient,
    channel,
    address,
    config: { ...config },
    message: options.message,
    expiresAt: new Date(nowMs + DEADLINE_MS[purpose]).toISOString(),
    recoveryOf: [...recoveryOf],
  })
}

/** Each address once, even when it stands behind several recipients. */
export function eachAddressOnce(contacts: readonly Contact[]): Contact[] {
  const seen = new Map<string, Contact>()
  for (const contact of contacts) {
    const key = `${contact.channel} ${contact.address}`
    if (!seen.has(key)) seen.set(key, contact)
  }
  return [...seen.values()]
}
