/** Triggers that facts and time pull: unresolved for too long, more urgent, a procedure that failed, a decision that is missing. */
import { formatDuration } from '#base'
import {
  answer,
  answerTimer,
  defineReaction,
  escalationStarted,
  incidentDecisionAsked,
  incidentPriorityChanged,
  procedureEnded,
  type Transaction,
} from '#ledger'
import { readIncident } from '../incidents/index.ts'
import type { Trigger } from '../oncall/index.ts'
import { readResponse } from '../response/index.ts'
import { readEscalation, readFired } from './projection.ts'
import { fire, hasRisenTo, triggerKey } from './triggers.ts'

interface Waiting {
  readonly incident: string
  readonly trigger: string
  /** Of the decision that is waited for. */
  readonly decision?: string
}

const PURPOSE = 'escalation.trigger'

export const pullTriggers = defineReaction('operate.escalation.triggers', [
  answer(escalationStarted, async ({ subject }, tx) => {
    const incident = (await readIncident(tx.sql, subject))!
    for (const trigger of await triggersOf(tx, subject, 'unresolved'))
      await wait(
        tx,
        { incident: subject, trigger: triggerKey(trigger) },
        trigger,
        incident.openedAt,
      )
  }),
  answer(incidentPriorityChanged, async ({ subject, data: { from, to } }, tx) => {
    for (const trigger of await triggersOf(tx, subject, 'priority-raised'))
      if (hasRisenTo(from, to, trigger.to!)) await pull(tx, subject, trigger, `it is ${to} now`)
  }),
  answer(procedureEnded, async ({ data: { incident, state, procedure } }, tx) => {
    if (incident === null || state === 'succeeded' || state === 'cancelled') return
    for (const trigger of await triggersOf(tx, incident, 'procedure-failed'))
      await pull(tx, incident, trigger, `${procedure} ended as ${state}`)
  }),
  answer(incidentDecisionAsked, async (fact, tx) => {
    const { subject, time, data } = fact
    for (const trigger of await triggersOf(tx, subject, 'decision-pending')) {
      const { decision } = data
      await wait(tx, { incident: subject, trigger: triggerKey(trigger), decision }, trigger, time)
    }
  }),
  answerTimer<Waiting>(PURPOSE, async ({ incident: id, trigger: key, decision }, tx) => {
    const incident = await readIncident(tx.sql, id)
    const escalation = await readEscalation(tx.sql, id)
    const trigger = escalation?.triggers.find((one) => triggerKey(one) === key)
    if (incident?.state !== 'open' || !trigger) return
    if (decision === undefined) {
      const long = formatDuration(trigger.afterMs!)
      return pull(tx, id, trigger, `it is not over after ${long}`)
    }
    const { decisions } = await readResponse(tx.sql, id)
    const asked = decisions.find((one) => one.id === decision)
    if (asked && asked.choice === null)
      await pull(tx, id, trigger, `nobody has decided: ${asked.question}`)
  }),
])

async function triggersOf(tx: Transaction, id: string, on: Trigger['on']): Promise<Trigger[]> {
  const triggers = (await readEscalation(tx.sql, id))?.triggers ?? []
  return triggers.filter((trigger) => trigger.on === on)
}

async function pull(tx: Transaction, id: string, trigger: Trigger, why: string): Promise<void> {
  const escalation = (await readEscalation(tx.sql, id))!
  await tx.append(...fire(escalation, trigger, await readFired(tx.sql, id), why))
}

async function wait(
  tx: Transaction,
  data: Waiting,
  { afterMs }: Trigger,
  since: string,
): Promise<void> {
  const dueMs = Math.max(tx.nowMs, Date.parse(since) + afterMs!)
  const key = `escalation-trigger:${data.incident}:${data.trigger}:${data.decision ?? ''}`
  await tx.setTimer({ key, purpose: PURPOSE, dueMs, data })
}
