/**
 * What a node does with an alarm that it takes up: it learns who was there, decides what was missed in the order
 * in which it happened, and marks what is still so, since only that is told.
 */
import type { NewFact } from '#ledger'
import { decide, resumeAfterGap, type Sight } from './decide.ts'
import { type Instance, identityLabels, labelsKey, newInstance } from './instance.ts'
import { factsOf, hasRoom, lookAt, sortOut, verdictOn } from './look.ts'
import { freshPoints, pointOf, withPoint } from './m-of-n.ts'
import { netOf } from './net.ts'
import type { SignalSample } from './reader.ts'
import type { RemovedResource } from './removed-resource.ts'
import type { Rule } from './rule.ts'

/** A scheduled time at which there was something to look at, and what the query answers for it. */
export interface PastTick {
  readonly tickMs: number
  readonly samples: readonly SignalSample[]
}

export interface Gap {
  /** When somebody looked last; null when nobody ever did, or nobody knows. */
  readonly lookedMs: number | null
  readonly nowMs: number
}

export interface Resumed {
  readonly instances: ReadonlyMap<string, Instance>
  /** In the order in which they happened, each at its time. */
  readonly facts: readonly NewFact[]
}

/** `past` begins before the gap, as far back as the rule remembers, and is in order. */
export function resume(
  rule: Rule,
  known: ReadonlyMap<string, Instance>,
  past: readonly PastTick[],
  { lookedMs, nowMs }: Gap,
  removed: readonly RemovedResource[] = [],
): Resumed {
  const facts: NewFact[] = []
  let instances = known
  let upToMs = lookedMs
  const pass = (toMs: number) => {
    const passed = [...instances].map(
      ([key, one]) => [key, resumeAfterGap(one, rule, { fromMs: upToMs, toMs })] as const,
    )
    instances = new Map(passed.map(([key, { instance }]) => [key, instance]))
    facts.push(...passed.flatMap(([, decision]) => decision.facts))
  }
  for (const { tickMs, samples } of past) {
    if (lookedMs === null || tickMs <= lookedMs) {
      instances = learn(rule, instances, samples, tickMs)
      continue
    }
    if (isLong(upToMs, tickMs, rule)) pass(tickMs)
    const looked = lookBack(rule, instances, samples, tickMs, lookedMs, removed)
    instances = looked.instances
    facts.push(...looked.facts.map((fact) => ({ ...fact, timeMs: tickMs })))
    upToMs = tickMs
  }
  if (isLong(upToMs, nowMs, rule)) pass(nowMs)
  return netOf(known, instances, facts)
}

/** Nobody looked for longer than silence may last. */
const isLong = (fromMs: number | null, toMs: number, rule: Rule) =>
  fromMs === null || toMs - fromMs > rule.missingAfterMs

/**
 * Takes note of who was there, and of what a look changes without a word. What deserved one was decided by whoever
 * looked then.
 */
function learn(
  rule: Rule,
  known: ReadonlyMap<string, Instance>,
  samples: readonly SignalSample[],
  tickMs: number,
): ReadonlyMap<string, Instance> {
  const sorted = sortOut(samples, rule)
  if (typeof sorted === 'string') return known
  const instances = new Map(known)
  for (const [key, { labels, value }] of sorted) {
    const instance = instances.get(key)
    if (!instance && !hasRoom(instances, rule)) continue
    const seen = instance ?? newInstance(rule, labels, tickMs)
    const sight = { kind: 'sample', verdict: verdictOn(value, rule), value } as const
    const points = withPoint(freshPoints(seen, rule, tickMs), pointOf(sight.verdict), rule)
    instances.set(key, wordless(seen, sight, rule, tickMs, { points, lastSampleMs: tickMs }))
  }
  for (const [key, instance] of known) {
    const { lastSampleMs } = instance
    if (sorted.has(key) || lastSampleMs === null || rule.opaque) continue
    const forMs = tickMs - lastSampleMs
    const points = forMs < rule.missingAfterMs ? withPoint(instance.points, 'missing', rule) : []
    instances.set(key, wordless(instance, { kind: 'missing', forMs }, rule, tickMs, { points }))
  }
  return instances
}

/** What a look makes of an instance when it has nothing to tell; else only what memory knows of it. */
function wordless(
  before: Instance,
  sight: Sight,
  rule: Rule,
  tickMs: number,
  noted: Partial<Instance>,
): Instance {
  if (before.lastTickMs < tickMs) {
    const { instance, facts } = decide(before, sight, rule, tickMs)
    if (facts.length === 0) return instance
  }
  return { ...before, ...noted }
}

/** A look at a time that has passed. Each instance is decided once for each time, whoever did it. */
function lookBack(
  rule: Rule,
  known: ReadonlyMap<string, Instance>,
  samples: readonly SignalSample[],
  tickMs: number,
  lookedMs: number,
  removed: readonly RemovedResource[],
): Resumed {
  const isAhead = (key: string) => (known.get(key)?.lastTickMs ?? 0) >= tickMs
  const behind = new Map([...known].filter(([key]) => !isAhead(key)))
  const theirs = samples.filter(
    ({ labels }) => !isAhead(labelsKey(identityLabels(labels, rule.identityLabels))),
  )
  const looked = lookAt(
    rule,
    behind,
    { kind: 'values', samples: theirs },
    tickMs,
    lookedMs,
    removed,
  )
  if (behind.size === known.size) return { instances: looked.instances, facts: factsOf(looked) }
  const ahead = [...known].filter(([key]) => isAhead(key))
  return { instances: new Map([...looked.instances, ...ahead]), facts: factsOf(looked) }
}
