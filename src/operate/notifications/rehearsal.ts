/** A person or a channel is told that nothing has happened: to know that a way works before it is needed. */
import { defineError } from '#base'
import {
  answer,
  defineReaction,
  type Ledger,
  type NotificationMessage,
  notificationRehearsed,
} from '#ledger'
import { loadModel, type Model } from '#model'
import { spoken } from '../wording/index.ts'
import { type Contact, eachAddressOnce, queueMessage } from './queue.ts'
import { everyWayTo } from './ways.ts'

export const CannotRehearse = defineError('notification.cannot-rehearse', 'bad-input', {
  message: (d: { why: string }) => `Nothing is sent: ${d.why}.`,
  hint: 'opsplane channel list shows the channels; people are called person:name.',
})

export interface Rehearsal {
  /** What its messages are about: they are found by it. */
  readonly topic: string
  readonly ways: readonly Contact[]
}

/** @throws CannotRehearse */
export function rehearse(
  ledger: Ledger,
  { workload, recipient, by }: { workload: string; recipient: string; by: string },
): Promise<Rehearsal> {
  return ledger.transact({ actor: by }, async (tx) => {
    const model = await loadModel(tx.sql, workload)
    const ways = waysOf(model, recipient)
    if (ways.length === 0) {
      const isKnown = model?.find(recipient, 'person') ?? model?.find(recipient, 'channel')
      const why = isKnown
        ? `${recipient} names no address; try a person who has it among their contacts`
        : `there is no ${recipient}`
      throw new CannotRehearse({ why })
    }
    const [fact] = await tx.append(notificationRehearsed(recipient, { workload, recipient, by }))
    return { topic: topicOf(fact!.id), ways }
  })
}

export const queueRehearsals = defineReaction('operate.rehearsals', [
  answer(notificationRehearsed, async (fact, tx) => {
    const { workload, recipient, by } = fact.data
    const model = await loadModel(tx.sql, workload)
    const facts = waysOf(model, recipient).map((contact) =>
      queueMessage({
        ...{ because: fact, workload, incident: null, topic: topicOf(fact.id) },
        ...{ purpose: 'test' as const, contact, message: messageFor(workload, contact, by) },
        nowMs: tx.nowMs,
      }),
    )
    await tx.append(...facts)
  }),
])

const topicOf = (fact: string) => `test:${fact}`

/** Of a vendor nobody wants to hear; a team is rehearsed person by person. */
function waysOf(model: Model | undefined, recipient: string): readonly Contact[] {
  const isOurs = /^(?:person|channel):/.test(recipient)
  return isOurs ? eachAddressOnce(everyWayTo(model, recipient)) : []
}

function messageFor(
  workload: string,
  { recipient, channel }: Contact,
  by: string,
): NotificationMessage {
  return {
    title: `Test: nothing has happened in ${workload}`,
    lines: [
      `${spoken(by)} has asked whether ${spoken(recipient)} is reached by ${channel}. It works.`,
      'Nothing has happened, and nothing is to be done.',
    ],
    fields: [],
    links: [{ label: 'Who was told what', path: `/w/${workload}/notifications` }],
    data: { recipient },
  }
}
