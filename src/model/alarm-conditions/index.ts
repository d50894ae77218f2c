/** Every kind of condition. A new one is a file beside this one, one in operate/alarms/kinds, and a line in each list. */
import type { z } from 'zod'
import { absence } from './absence.ts'
import { baseline } from './baseline.ts'
import { burn } from './burn.ts'
import { composite } from './composite.ts'
import type { ConditionKind } from './condition.ts'
import { forecast } from './forecast.ts'
import { heartbeat } from './heartbeat.ts'
import { journeyFailure } from './journey-failure.ts'
import { logs } from './logs.ts'
import { newTemplate } from './new-template.ts'
import { pushed } from './pushed.ts'
import { threshold } from './threshold.ts'

export const conditionKinds = {
  threshold,
  absence,
  baseline,
  heartbeat,
  logs,
  'new-template': newTemplate,
  journey: journeyFailure,
  forecast,
  burn,
  composite,
  pushed,
} as const

export type ConditionName = keyof typeof conditionKinds

export const conditionList = Object.values(
  conditionKinds,
) as unknown as readonly ConditionKind<ConditionName>[]

/** The fields that all of them bring to an alarm. */
export const conditionFields = {
  ...threshold.fields,
  ...absence.fields,
  ...baseline.fields,
  ...heartbeat.fields,
  ...logs.fields,
  ...newTemplate.fields,
  ...journeyFailure.fields,
  ...forecast.fields,
  ...burn.fields,
  ...composite.fields,
  ...pushed.fields,
}

type Fields = typeof conditionFields
/** The part of an alarm’s spec that says when. */
export type ConditionSpec = { readonly [F in keyof Fields]?: z.output<Fields[F]> }

/** By what an alarm is raised; undefined when its spec has no condition, which the model refuses. */
export function conditionOf(spec: ConditionSpec): ConditionName | undefined {
  return conditionList.find(({ key }) => spec[key as keyof Fields] !== undefined)?.kind
}

/** Signals that an alarm looks at, as `signal:name`. */
export function signalsOf(spec: ConditionSpec): string[] {
  return [spec.signal, spec.absent?.signal, spec.baseline?.signal, spec.forecast?.signal].filter(
    (one) => one !== undefined,
  )
}

export { alarmsIn, compositeExpression } from './composite.ts'
export type { ConditionKind } from './condition.ts'
