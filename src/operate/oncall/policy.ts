/** Which escalation answers for an alarm, and how long an acknowledgement holds there. */
import { durationMs } from '#base'
import type { Model } from '#model'

export interface Policy {
  /** Null when the model declares none that fits: then the owner is told. */
  readonly name: string | null
  readonly steps: readonly { readonly afterMs: number; readonly notify: readonly string[] }[]
  readonly fallback: string
  readonly ackTtlMs: number
}

const OWNER_ACK_TTL_MS = 30 * 60_000

/**
 * The escalation that the alarm names, else the only one of the model, else the owner alone: an incident
 * that nobody hears of cannot exist.
 */
export function policyFor(model: Model | undefined, alarm: string | null, owner: string): Policy {
  const named = alarm === null ? undefined : model?.get('alarm', alarm)?.spec.escalation
  const all = model?.all('escalation') ?? []
  const found =
    (named && model?.find(named, 'escalation')) || (all.length === 1 ? all[0] : undefined)
  if (!found)
    return {
      name: null,
      steps: [{ afterMs: 0, notify: [owner] }],
      fallback: owner,
      ackTtlMs: OWNER_ACK_TTL_MS,
    }
  const { steps, fallback, ackTtl } = found.spec
  return {
    name: found.name,
    steps: steps.map((step) => ({ afterMs: durationMs(step.after), notify: step.notify })),
    fallback,
    ackTtlMs: durationMs(ackTtl),
  }
}
