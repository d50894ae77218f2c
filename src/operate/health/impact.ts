/** What harm to outcomes means: who is hurt, how much it weighs, and with which priority it is answered. */
import type { Model } from '#model'
import { type Judgement, priorityOf, type Urgency } from './priority.ts'

export interface Impact {
  readonly outcomes: readonly {
    /** outcome:name */
    readonly outcome: string
    readonly title: string
    readonly kind: 'business' | 'customer'
    readonly weight: number
    readonly customers: string | null
  }[]
  /** No outcome of the model is among them: nobody knows what it costs. */
  readonly unmapped: boolean
}

/** The outcomes that suffer, the heaviest first; references to what is not declared are left out. */
export function impactOf(model: Model, outcomes: readonly string[]): Impact {
  const known = [...new Set(outcomes)].flatMap((outcome) => {
    const spec = model.find(outcome, 'outcome')?.spec
    if (!spec) return []
    const { title, kind, weight, customers = null } = spec
    return [{ outcome, title, kind, weight, customers }]
  })
  known.sort((a, b) => b.weight - a.weight || (a.outcome < b.outcome ? -1 : 1))
  return { outcomes: known, unmapped: known.length === 0 }
}

/** The priority of harm to these outcomes. */
export function judgeImpact(
  model: Model,
  outcomes: readonly string[],
  severity: Urgency,
): Judgement {
  return priorityOf({ outcomes: impactOf(model, outcomes).outcomes, severity })
}
