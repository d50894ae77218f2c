/** What a kind of step is. To add one, write a file beside this one and put it into the list in index.ts. */

import type { StepContext, StepResult } from '../context.ts'
import type { PlanStep } from '../plan.ts'

export interface StepKind {
  readonly kind: string
  /** Languages of the fences that are steps of this kind; empty for steps of people. */
  readonly languages: readonly string[]
  /** Attributes beside those of every step. */
  readonly attributes: readonly string[]
  /** Whether it changes something when nothing else is said. */
  readonly effect: (body: string) => 'read' | 'change'
  /** Does it, once. Undefined for steps that a person answers. */
  readonly perform?: (step: PlanStep, context: StepContext) => Promise<StepResult>
}

export function defineStep(kind: StepKind): StepKind {
  return kind
}
