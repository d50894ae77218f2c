/**
 * Of what was decided afterwards, in order: what is still so. The history keeps all of it; people are told of the
 * difference between what they knew and what is.
 */
import type { NewFact } from '#ledger'
import { type Instance, isRaised } from './instance.ts'
import type { Resumed } from './resume.ts'

type Known = ReadonlyMap<string, Instance>

interface Aspect {
  readonly of: (instance: Instance | undefined) => boolean
  /** Facts that make it so, and that make it not so. */
  readonly begins: string
  readonly ends: string
}

/** What people know of an instance; while it flaps, its incident is open. */
const ASPECTS: readonly Aspect[] = [
  {
    of: (one) => one !== undefined && (isRaised(one) || one.flapping !== null),
    begins: 'alarm.raised',
    ends: 'alarm.cleared',
  },
  { of: (one) => one?.blind === true, begins: 'alarm.blinded', ends: 'alarm.sighted' },
  {
    of: (one) => one?.state === 'nodata',
    begins: 'alarm.data-lost',
    ends: 'alarm.data-returned',
  },
  {
    of: (one) => (one?.flapping ?? null) !== null,
    begins: 'alarm.flapping-started',
    ends: 'alarm.flapping-ended',
  },
]

/** The last fact of each aspect that differs from what it was. */
function netAmong(
  facts: readonly NewFact[],
  was: Instance | undefined,
  now: Instance | undefined,
): ReadonlySet<NewFact> {
  const net = ASPECTS.flatMap(({ of, begins, ends }) => {
    if (of(was) === of(now)) return []
    return facts.findLast(({ type }) => type === (of(now) ? begins : ends)) ?? []
  })
  return new Set(net)
}

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
    const net = netAmong(own, was, now?.one)
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
