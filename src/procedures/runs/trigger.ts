/**
 * An incident that an alarm has opened is answered by the alarm's procedure, as its trigger says. People
 * come first: the run begins when the page is with the mail server, or after two seconds without one.
 */
import {
  answer,
  answerTimer,
  defineReaction,
  incidentAlarmAdded,
  incidentOpened,
  notificationAccepted,
  type Transaction,
} from '#ledger'
import { loadModel, splitRef } from '#model'
import { Trigger } from '../document/front-matter.ts'
import type { Plan } from '../plan.ts'
import { planOf, startInside } from './commands.ts'

interface Call {
  readonly workload: string
  readonly alarm: string
  readonly incident: string
  /** Id of the fact that calls; one run for each. */
  readonly fact: string
}

const PURPOSE = 'procedures.respond'
const PATIENCE_MS = 2_000
const keyOf = (incident: string) => `procedures.respond:${incident}`

export const answerIncidents = defineReaction('procedures.answer-incidents', [
  answer(incidentOpened, ({ data, subject, id }, tx) =>
    whenTold(tx, { workload: data.workload, alarm: data.alarm ?? '', incident: subject, fact: id }),
  ),
  answer(incidentAlarmAdded, ({ data, subject, id }, tx) =>
    whenTold(tx, { workload: data.workload, alarm: data.alarm, incident: subject, fact: id }),
  ),
  answer(notificationAccepted, async ({ data }, tx) => {
    if (data.purpose !== 'page' || data.incident === null) return
    const key = keyOf(data.incident)
    const [waiting] = await tx.sql<{ data: Call }>`select data from timer where key = ${key}`
    if (!waiting) return
    await tx.cancelTimer(key)
    await respond(tx, waiting.data)
  }),
  answerTimer<Call>(PURPOSE, (call, tx) => respond(tx, call)),
])

async function whenTold(tx: Transaction, call: Call): Promise<void> {
  if (call.alarm === '') return
  await tx.setTimer({
    key: keyOf(call.incident),
    purpose: PURPOSE,
    dueMs: tx.nowMs + PATIENCE_MS,
    data: call,
  })
}

async function respond(tx: Transaction, { workload, alarm, incident, fact }: Call): Promise<void> {
  const model = await loadModel(tx.sql, workload)
  const spec = model?.get('alarm', alarm)?.spec
  if (!model || !spec) return
  const procedure = splitRef(spec.procedure).name
  const mode = modeOf(planOf(model, procedure), alarm)
  // People find the document in the page they were sent; nothing runs by itself.
  if (mode === 'notify') return
  const [open] = await tx.sql`
    select from procedure_run where workload = ${workload} and procedure = ${procedure} and ended_at is null`
  if (open) return
  await startInside(tx, {
    workload,
    procedure,
    incident,
    alarm,
    trigger: 'alarm',
    dedupe: `${procedure}:${fact}`,
    state: mode === 'propose' ? 'proposed' : 'queued',
  })
}

function modeOf(plan: Plan, alarm: string): Trigger['mode'] {
  const triggers = plan.triggers.map((trigger) => Trigger.parse(trigger))
  const fitting = triggers.find(
    ({ on, match }) => on === 'alarm' && (!match.name || match.name === alarm),
  )
  return fitting?.mode ?? 'propose'
}
