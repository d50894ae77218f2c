/**
 * Of what was decided afterwards, in order: what is still so. The history keeps all of it; people are told of the
 * difference between what they knew and what is.
 */
import type { NewFact } from '#ledger'
import { type Instance, isRaised } from './instance.ts'
import type { Resumed } from './resume.ts'

type Known = ReadonlyMap<string, Instance>

/** Pairs whose last fact is net when the aspect differs from before; all others have come and gone. */
const ASPECTS: readonly {
  readonly types: readonly string[]
  readonly of: (instance: Instance | undefined) => unknown
}[] = [
  { types: ['alarm.raised', 'alarm.cleared'], of: (one) => one !== undefined && isRaised(one) },
  { types: ['alarm.blinded', 'alarm.sighted'], of: (one) => one?.blind === true },
  { types: ['alarm.data-lost', 'alarm.data-returned'], of: (one) => one?.state === 'nodata' },
  {
    types: ['alarm.flapping-started', 'alarm.flapping-ended'],
    of: (one) => (one?.flapping ?? null) !== null,
  },
]

/** Marks each fact, and holds what stays raised to the incident that people know. */
export function netOf(before: Known, after: Known, facts: readonly NewFact[]): Resumed {
  if (facts.length === 0) return { instances: after, facts }
  const instances = new Map(after)
  const marked = new Map<NewFact, NewFact>()
  const byId = (known: Known) => new Map([...known].map(([key, one]) => [one.id, { key, one }]))
  const [former, latter] = [byId(before), byId(after)]
  for (const [id, own] of byInstance(facts)) {
    const was = former.get(id)?.one
    const now = latter.get(id)
    const stays = was && now && isRaised(was) && isRaised(now.one) ? was.group : null
    if (stays !== null) instances.set(now!.key, { ...now!.one, group: stays })
    const net = new Set(
      ASPECTS.flatMap(({ types, of }) => {
        const last = own.findLast(({ type }) => types.includes(type))
        return last && of(was) !== of(now?.one) ? [last] : []
      }),
    )
    const isOver = (now?.one.flapping ?? null) === null
    for (const fact of own)
      marked.set(fact, {
        ...fact,
        data: {
          ...(fact.data as object),
          replayed: net.has(fact) ? 'net' : 'history',
          ...(fact.type === 'alarm.raised' && stays !== null ? { group: stays } : {}),
          // What was muted by a flapping that is over by now, and is still so, is to be told.
          ...(net.has(fact) && isOver && 'flapping' in (fact.data as object)
            ? { flapping: false }
            : {}),
          ...(fact.type === 'alarm.flapping-ended'
            ? { raised: now !== undefined && isRaised(now.one) }
            : {}),
        },
      })
  }
  return { instances, facts: facts.map((fact) => marked.get(fact)!) }
}

function byInstance(facts: readonly NewFact[]): Map<string, NewFact[]> {
  const groups = new Map<string, NewFact[]>()
  for (const fact of facts) {
    const { instance } = fact.data as { instance: string }
    const own = groups.get(instance)
    if (own) own.push(fact)
    else groups.set(instance, [fact])
  }
  return groups
}
