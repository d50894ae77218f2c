/** When a part of the model was last changed, and by whom, by the record of applied revisions. */
import { modelApplied } from '#ledger'
import type { ReviewContext } from '../practice.ts'

export interface LastChange {
  readonly at: string
  readonly by: string
}

/** By `kind:name`. */
export async function lastChanges(context: ReviewContext): Promise<Map<string, LastChange>> {
  const changes = new Map<string, LastChange>()
  for (const { time: at, actor: by, data } of await context.facts(modelApplied, 0))
    for (const { ref } of data.changes) changes.set(ref, { at, by })
  return changes
}
