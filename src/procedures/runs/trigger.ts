/** An incident that an alarm has opened is answered by the alarm's procedure, as its trigger says. */
import {
  answer,
  defineReaction,
  incidentAlarmAdded,
  incidentOpened,
  type Transaction,
} from '#ledger'
import { loadModel, splitRef } from '#model'
import { Trigger } from '../document/front-matter.ts'
import type { Plan } from '../document/plan.ts'
import { planOf, startInside } from './commands.ts'

export const answerIncidents = defineReaction('procedures.answer-incidents', [
  answer(incidentOpened, (fact, tx) =>
    respond(tx, fact.data.workload, fact.data.alarm, fact.subject, fact.id),
  ),
  answer(incidentAlarmAdded, (fact, tx) =>
    respond(tx, fact.data.workload, fact.data.alarm, fact.subject, fact.id),
  ),
])

async function respond(
  tx: Transaction,
  workload: string,
  alarm: string | null,
  incident: string,
  factId: string,
): Promise<void> {
  const model = await loadModel(tx.sql, workload)
  const spec = alarm === null ? undefined : model?.get('alarm', alarm)?.spec
  if (!model || !spec || alarm === null) return
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
    dedupe: `${procedure}:${factId}`,
    state: mode === 'propose' ? 'proposed' : 'queued',
  })
}

function modeOf(plan: Plan, alarm: string): Trigger['mode'] {
  const triggers = plan.triggers.map((trigger) => Trigger.parse(trigger))
  return (
    triggers.find(({ on, match }) => on === 'alarm' && (!match.name || match.name === alarm))
      ?.mode ?? 'propose'
  )
}
