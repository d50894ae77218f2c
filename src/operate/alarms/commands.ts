/** What people do with alarms. */
import { defineError } from '#base'
import type { Ledger } from '#ledger'
import { endOf, isOpen } from './end.ts'
import { readInstances } from './read.ts'

export const NothingToClear = defineError('alarm.nothing-to-clear', 'conflict', {
  message: (d: { alarm: string }) => `The alarm ${d.alarm} is neither raised nor without data.`,
  hint: 'Run opsplane alarm list to see the state of each alarm.',
})

/**
 * Ends what an alarm has raised or misses, by a person’s word; a look that still finds it breached raises it
 * again. All instances unless one is told. Throws NothingToClear.
 */
export async function clearAlarm(
  ledger: Ledger,
  on: {
    readonly workload: string
    readonly alarm: string
    readonly instance?: string | undefined
    /** person:name */
    readonly by: string
  },
): Promise<void> {
  const { workload, alarm, instance, by } = on
  await ledger.transact({ actor: by }, async (tx) => {
    const { instances } = await readInstances(tx.sql, workload)
    const open = instances.filter(
      (one) =>
        one.alarm === alarm && isOpen(one) && (instance === undefined || one.id === instance),
    )
    if (open.length === 0) throw new NothingToClear({ alarm })
    await tx.append(...open.flatMap((one) => endOf(workload, one, 'person', tx.nowMs)))
  })
}
