/** Every kind of step. A new one is a file beside this one and an entry here. */
import type { Attributes } from '../attributes.ts'
import { cel } from './cel.ts'
import type { StepKind } from './definition.ts'
import { http } from './http.ts'
import { approval, decide, item, manual } from './people.ts'
import { promql } from './promql.ts'
import { script } from './script.ts'

export const stepKinds: readonly StepKind[] = [
  script,
  promql,
  cel,
  http,
  manual,
  approval,
  decide,
  item,
]

/** The kind of a fence by its language; undefined when none is written in it. */
export function kindOfLanguage(language: string, attributes: Attributes): StepKind | undefined {
  if (attributes.action) return undefined
  return stepKinds.find(({ languages }) => languages.includes(language))
}

export function stepKind(kind: string): StepKind | undefined {
  return stepKinds.find((one) => one.kind === kind)
}

export type { StepKind } from './definition.ts'
