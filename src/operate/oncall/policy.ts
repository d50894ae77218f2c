/** Which escalation answers for an alarm, and how long an acknowledgement holds there. */
import { durationMs } from '#base'
import type { Model, SpecOf } from '#model'

export interface PolicyStep {
  readonly afterMs: number
  readonly notify: readonly string[]
  readonly name?: string | undefined
  /** Whose acknowledgement ends it; any unless told. */
  readonly ackBy?: 'any' | 'all' | undefined
  /** CEL: the step is left out when it is false. */
  readonly when?: string | undefined
}

/** What sends help on to a step before its time. */
export interface Trigger {
  readonly on: NonNullable<SpecOf<'escalation'>['triggers']>[number]['on']
  /** From 0; null for the one that is next. */
  readonly step: number | null
  readonly afterMs?: number | undefined
  readonly above?: number | undefined
  readonly to?: string | undefined
}

export interface Policy {
  /** Null when the model declares none that fits: then the owner is told. */
  readonly name: string | null
  readonly steps: readonly PolicyStep[]
  readonly triggers: readonly Trigger[]
  /** IANA zone of local times in conditions. */
  readonly zone: string
  readonly fallback: string
  /** Undefined: by the priority. */
  readonly ackTtlMs: number | undefined
}

const MINUTE_MS = 60_000
const ACK_TTL_MS: Readonly<Record<string, number>> = { P1: 30 * MINUTE_MS, P2: 120 * MINUTE_MS }
const LONGEST_ACK_TTL_MS = 480 * MINUTE_MS

/** How long an acknowledgement of an incident of a priority holds without any activity. */
export function ackTtlOf({ ackTtlMs }: Pick<Policy, 'ackTtlMs'>, priority: string): number {
  return ackTtlMs ?? ACK_TTL_MS[priority] ?? LONGEST_ACK_TTL_MS
}

/**
 * The escalation that the alarm names, else the only one of the model, else the owner alone: an incident
 * that nobody hears of cannot exist.
 */
export function policyFor(model: Model | undefined, alarm: string | null, owner: string): Policy {
  const named = alarm === null ? undefined : model?.get('alarm', alarm)?.spec.escalation
  const all = model?.all('escalation') ?? []
  const found =
    (named && model?.find(named, 'escalation')) || (all.length === 1 ? all[0] : undefined)
  return found ? policyOf(found.name, found.spec) : policyOfOne(owner)
}

/** The path of an escalation of the model, or to somebody alone: `escalation:`, `team:`, `rotation:` or `person:name`. */
export function policyTo(model: Model | undefined, to: string): Policy {
  const found = to.startsWith('escalation:') ? model?.find(to, 'escalation') : undefined
  return found ? policyOf(found.name, found.spec) : policyOfOne(to)
}

export function policyOf(name: string, spec: SpecOf<'escalation'>): Policy {
  const { steps, triggers = [], fallback, ackTtl, zone = 'UTC' } = spec
  return {
    name,
    steps: steps.map(({ after, ...step }) => ({ afterMs: durationMs(after), ...step })),
    triggers: triggers.map((trigger) => ({
      on: trigger.on,
      step:
        trigger.step === undefined ? null : steps.findIndex(({ name }) => name === trigger.step),
      ...('after' in trigger ? { afterMs: durationMs(trigger.after) } : {}),
      ...('above' in trigger ? { above: trigger.above } : {}),
      ...('to' in trigger ? { to: trigger.to } : {}),
    })),
    zone,
    fallback,
    ackTtlMs: ackTtl === undefined ? undefined : durationMs(ackTtl),
  }
}

const policyOfOne = (owner: string): Policy => ({
  name: null,
  steps: [{ afterMs: 0, notify: [owner] }],
  triggers: [],
  zone: 'UTC',
  fallback: owner,
  ackTtlMs: undefined,
})
