/** Every kind of condition as it is evaluated. A new one is a file beside this one and a line in this list. */
import { type ConditionName, conditionOf } from '#model'
import { absence } from './absence.ts'
import { baseline } from './baseline.ts'
import { burn } from './burn.ts'
import { composite } from './composite.ts'
import { forecast } from './forecast.ts'
import { heartbeat } from './heartbeat.ts'
import { journey } from './journey.ts'
import type { AlarmKind, AlarmSpec } from './kind.ts'
import { logs } from './logs.ts'
import { newTemplate } from './new-template.ts'
import { pushed } from './pushed.ts'
import { threshold } from './threshold.ts'

const alarmKinds: { readonly [K in ConditionName]: AlarmKind<K> } = {
  threshold,
  absence,
  baseline,
  heartbeat,
  logs,
  'new-template': newTemplate,
  journey,
  forecast,
  burn,
  composite,
  pushed,
}

/** The kind of an alarm; the model refuses one that has none. */
export function alarmKindOf(spec: AlarmSpec): AlarmKind {
  return alarmKinds[conditionOf(spec) ?? 'threshold']
}
