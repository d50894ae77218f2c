/** An alarm that leaves the model, or is paused there, ends what it has raised, and says why. */
import { alarmEvaluable, answer, defineReaction, modelApplied } from '#ledger'
import { loadModel } from '#model'
import { endOf, isOpen } from './end.ts'
import { readInstances, readUnevaluable } from './read.ts'

export const endRemovedAlarms = defineReaction('operate.alarms', [
  answer(modelApplied, async ({ data: { workload } }, tx) => {
    // The model in force now, which may be a later one: an alarm that has come back goes on.
    const model = await loadModel(tx.sql, workload)
    if (!model) return
    const why = (alarm: string) => {
      const spec = model.get('alarm', alarm)?.spec
      return spec ? (spec.paused ? ('alarm-paused' as const) : undefined) : 'alarm-removed'
    }
    const { instances } = await readInstances(tx.sql, workload)
    const ends = instances.filter(isOpen).flatMap((one) => {
      const reason = why(one.alarm)
      return reason ? endOf(workload, one, reason, tx.nowMs) : []
    })
    await tx.append(...ends)
    const errors = await readUnevaluable(tx.sql, workload)
    const quiet = [...errors.keys()].filter((alarm) => why(alarm) !== undefined)
    await tx.append(...quiet.map((alarm) => alarmEvaluable(`alarm:${alarm}`, { workload, alarm })))
  }),
])
