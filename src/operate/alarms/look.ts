/**
 * One look at one alarm: what its query answered, sorted out among the instances that are known, each of which
 * then decides for itself.
 */
import type { NewFact } from '#ledger'
import { type Decision, decide } from './decide.ts'
import { judgeFlapping } from './flapping.ts'
import { type Instance, identityLabels, labelsKey, newInstance } from './instance.ts'
import type { Verdict } from './m-of-n.ts'
import type { SignalSample } from './reader.ts'
import { type RemovedResource, removalOf } from './removed-resource.ts'
import type { Rule } from './rule.ts'
import { judgeSilence } from './silence-of-source.ts'

/** What a look found: the query’s values, or that no sample it reads has arrived since the last one. */
export type Found =
  | { readonly kind: 'values'; readonly samples: readonly SignalSample[] }
  | { readonly kind: 'quiet' }

export interface Looked {
  /** Instances that are known from now on, by the key of their labels. */
  readonly instances: ReadonlyMap<string, Instance>
  readonly decisions: readonly Decision[]
  /** Why the answer cannot be used, or not wholly. */
  readonly error: string | undefined
  /** Instances that are not watched, since there are more than the rule’s limit. */
  readonly dropped: number
}

export function lookAt(
  rule: Rule,
  known: ReadonlyMap<string, Instance>,
  found: Found,
  tickMs: number,
  /** Since when this alarm is looked at without a break. */
  watchedSinceMs: number,
  removed: readonly RemovedResource[] = [],
): Looked {
  const samples = found.kind === 'values' ? sortOut(found.samples, rule) : undefined
  if (typeof samples === 'string')
    return { instances: known, decisions: [], error: samples, dropped: 0 }
  const instances = new Map(known)
  const decisions: Decision[] = []
  const take = (key: string, decided: Decision) => {
    const decision = judgeFlapping(decided, rule, tickMs)
    if (isForgettable(decision.instance, rule, tickMs)) instances.delete(key)
    else instances.set(key, decision.instance)
    if (decision.facts.length > 0) decisions.push(decision)
  }

  let dropped = 0
  for (const [key, sample] of samples ?? []) {
    const { labels, value, words, silent } = sample
    const verdict = silent ? 'between' : (sample.verdict ?? verdictOn(value, rule))
    const instance = instances.get(key)
    if (!instance && !hasRoom(instances, rule)) dropped++
    else
      take(
        key,
        judgeSilence(
          decide(
            instance ?? newInstance(rule, labels, tickMs),
            { kind: 'sample', verdict, value, words },
            rule,
            tickMs,
          ),
          sample,
          rule,
          tickMs,
        ),
      )
  }
  for (const [key, instance] of known) {
    if (samples?.has(key)) continue
    if (samples && samples.size > 0 && standsForAll(instance)) {
      const back = { kind: 'sample', verdict: 'recovered', value: null } as const
      take(key, decide(instance, back, rule, tickMs))
      // Well again, it stands for nobody; only what it has lately been through is remembered.
      const after = instances.get(key)
      if (after?.state === 'ok')
        take(key, { instance: { ...after, lastSampleMs: null }, facts: [] })
      continue
    }
    if (rule.opaque) {
      // It answers only with what is breached, so whoever is not named is not.
      take(
        key,
        decide(instance, { kind: 'sample', verdict: 'recovered', value: null }, rule, tickMs),
      )
      continue
    }
    const forMs = tickMs - (instance.lastSampleMs ?? watchedSinceMs)
    // Between two samples nothing has been missed yet; and who only has a past is not awaited.
    if ((found.kind === 'quiet' && forMs < rule.missingAfterMs) || isDormant(instance)) {
      if (instance.changes.length > 0 || instance.flapping) take(key, { instance, facts: [] })
    } else {
      const removedBy = removalOf(instance, removed)
      take(key, decide(instance, { kind: 'missing', forMs, removedBy }, rule, tickMs))
    }
  }
  if (!samples?.size && !rule.opaque && [...instances.values()].every(isDormant)) {
    // Nothing has ever been heard: an alarm that watches nothing must not pass for a healthy one.
    const forMs = tickMs - watchedSinceMs
    if (forMs >= rule.missingAfterMs)
      take(
        labelsKey({}),
        decide(
          instances.get(labelsKey({})) ?? newInstance(rule, {}, tickMs),
          { kind: 'missing', forMs },
          rule,
          tickMs,
        ),
      )
  }
  return {
    instances,
    decisions,
    error: dropped
      ? `its query answers with ${dropped} more instances than the ${rule.limit} that are watched`
      : undefined,
    dropped,
  }
}

export function factsOf(looked: { readonly decisions: readonly Decision[] }): NewFact[] {
  return looked.decisions.flatMap(({ facts }) => facts)
}

/** Samples by the key of their labels, or why they have none. Not-a-number is no sample: nothing was measured. */
export function sortOut(
  samples: readonly SignalSample[],
  rule: Rule,
): Map<string, SignalSample> | string {
  const byKey = new Map<string, SignalSample>()
  for (const sample of samples) {
    if (Number.isNaN(sample.value)) continue
    const labels = identityLabels(sample.labels, rule.identityLabels)
    const key = labelsKey(labels)
    if (byKey.has(key)) return `its query answers twice for the same labels ${key}`
    byKey.set(key, { ...sample, labels })
  }
  return byKey
}

export function verdictOn(value: number, rule: Rule): Verdict {
  if (rule.breached(value)) return 'breached'
  return rule.recovered(value) ? 'recovered' : 'between'
}

/** The instance without labels that says “nothing is heard at all”; any sample ends it. */
function standsForAll({ labels, state, reason }: Instance): boolean {
  if (Object.keys(labels).length > 0) return false
  return (
    state === 'nodata' || (reason === 'missing' && (state === 'firing' || state === 'recovering'))
  )
}

/** Those that are remembered only for their past take nobody’s place. */
export function hasRoom(instances: ReadonlyMap<string, Instance>, { limit }: Rule): boolean {
  if (instances.size < limit) return true
  return [...instances.values()].filter((one) => !isDormant(one)).length < limit
}

/** It is well, and remembered only for what it has lately been through. */
function isDormant({ state, lastSampleMs }: Instance): boolean {
  return state === 'ok' && lastSampleMs === null
}

/** Well, silent, and its rule says that silence is well: nothing would ever be decided about it again. */
function isForgettable(instance: Instance, rule: Rule, tickMs: number): boolean {
  if (instance.state !== 'ok' || instance.flapping || instance.changes.length > 0) return false
  if (instance.lastSampleMs === null) return true
  if (rule.opaque) return instance.points.every((point) => point !== 'breached')
  return rule.onMissing === 'ok' && tickMs - instance.lastSampleMs >= rule.missingAfterMs
}
