/** Which workload a machine means: the one it names, or the only one there is. */
import { defineError } from '#base'
import type { Ledger } from '#ledger'
import { readWorkloads } from '#model'

export const WhichWorkload = defineError('events.which-workload', 'bad-input', {
  message: (d: { names: string }) =>
    `There are several workloads, and the event names none: ${d.names}.`,
  hint: 'Send it to /events?workload=NAME',
})

/** Undefined when there is none, or none of this name. @throws WhichWorkload */
export async function workloadOf(
  ledger: Ledger,
  named: string | undefined,
): Promise<string | undefined> {
  const names = await readWorkloads(ledger.database.sql)
  if (named) return names.includes(named) ? named : undefined
  if (names.length > 1) throw new WhichWorkload({ names: names.join(', ') })
  return names[0]
}
