/** An alarm that leaves the model ends what it has raised, and says why. */
import { alarmEvaluable, answer, defineReaction, modelApplied } from '#ledger'
import { loadModel } from '#model'
import { endOf } from './end.ts'
import { readInstances, readUnevaluable } from './read.ts'

export const endRemovedAlarms = defineReaction('operate.alarms', [
  answer(modelApplied, async ({ data: { workload } }, tx) => {
    // The model in force now, which may be a later one: an alarm that has come back goes on.
    const model = await loadModel(tx.sql, workload)
    if (!model) return
    const isGone = (alarm: string) => model.get('alarm', alarm) === undefined
    const { instances } = await readInstances(tx.sql, workload)
    const gone = instances.filter(({ alarm, state }) => isGone(alarm) && state !== 'ok')
    await tx.append(...gone.map((one) => endOf(workload, one, 'alarm-removed', tx.nowMs)))
    const errors = await readUnevaluable(tx.sql, workload)
    const quiet = [...errors.keys()].filter(isGone)
    await tx.append(...quiet.map((alarm) => alarmEvaluable(`alarm:${alarm}`, { workload, alarm })))
  }),
])
