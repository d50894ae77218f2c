/** One alarm over one set of labels: who it is, and the state it is in. */
import { canonicalJson, contentHash } from '#base'
import type { Told } from './becoming.ts'
import type { Flapping } from './flapping.ts'
import type { Rule } from './rule.ts'

export type AlarmState = 'ok' | 'pending' | 'firing' | 'recovering' | 'nodata'
export type Labels = Readonly<Record<string, string>>

/** One value among those of which m of n must be breached. */
export type Point = 'breached' | 'good' | 'missing'

export interface Instance {
  /** Identity: hash of workload, alarm and labels. */
  readonly id: string
  readonly labels: Labels
  readonly state: AlarmState
  /** Pending and firing: first look of the breach. Recovering: since when it is good without a break. */
  readonly sinceMs: number
  /** Raised, and its data was lost meanwhile: nobody knows whether it still holds. */
  readonly blind: boolean
  /** Why it was raised; null while it is not. */
  readonly reason: 'condition' | 'missing' | null
  /** Key of the incident it belongs to; null while it is not raised. */
  readonly group: string | null
  readonly value: number | null
  /** What was seen, in words, when the number alone does not say it. */
  readonly words?: string | undefined
  /** Who says it is not heard any more. */
  readonly stale?: boolean | undefined
  /** What the last values said, the newest last; kept only when m of n of them decide. */
  readonly points: readonly Point[]
  /** When it was raised or cleared lately, the newest last. */
  readonly changes: readonly number[]
  readonly flapping: Flapping | null
  /** When its newest sample was received; null when none has been since it is watched here. */
  readonly lastSampleMs: number | null
  readonly lastTickMs: number
}

export const isRaised = ({ state }: { readonly state: AlarmState }): boolean =>
  state === 'firing' || state === 'recovering'

/** The metric’s name is how it was asked, not who it is. */
export function identityLabels(labels: Labels, only?: readonly string[]): Labels {
  const { __name__, ...identity } = labels
  if (!only) return identity
  return Object.fromEntries(
    only.flatMap((name) => (name in identity ? [[name, identity[name]!]] : [])),
  )
}

/** Tells the instances of one alarm apart in memory; cheaper than the hash. */
export function labelsKey(labels: Labels): string {
  return canonicalJson(labels)
}

/** An instance that is seen for the first time; it is well until a look says otherwise. */
export function newInstance(rule: Rule, labels: Labels, tickMs: number): Instance {
  const { workload, alarm } = rule
  return {
    id: contentHash({ workload, alarm, labels }),
    labels,
    state: 'ok',
    sinceMs: tickMs,
    blind: false,
    reason: null,
    group: null,
    value: null,
    points: [],
    changes: [],
    flapping: null,
    lastSampleMs: null,
    lastTickMs: tickMs,
  }
}

/** Which incident it belongs to: one for each route or alarm, or for each set of values of the labels told. */
export function groupKey(rule: Rule, labels: Labels): string {
  if (rule.route !== undefined) {
    const { route, alarm, severity, owner } = rule
    const fixed = Object.entries(rule.labels).filter(([, text]) => !text.includes('{{'))
    const all = {
      alertname: alarm,
      severity,
      owner,
      ...labels,
      ...Object.fromEntries(fixed),
      alarm,
    }
    const values = rule.groupBy.map((label) => (all as Labels)[label] ?? '')
    return contentHash({ route, values })
  }
  return contentHash({
    alarm: rule.alarm,
    values: rule.groupBy.map((label) => labels[label] ?? ''),
  })
}

/** An instance as facts tell it, with what only memory knows of it. */
export function instanceOf(told: Told, known?: Instance): Instance {
  const { id, labels, state, sinceMs, blind, stale, reason, group, value } = told
  const { changes, flapping } = told
  return {
    ...{ id, labels, state, sinceMs, blind, stale, reason, group, value, changes, flapping },
    points: known?.points ?? [],
    lastSampleMs: known?.lastSampleMs ?? null,
    lastTickMs: Math.max(told.lastTickMs, known?.lastTickMs ?? 0),
  }
}
