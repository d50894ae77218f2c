/** One rule file of Prometheus as one file of the model, with what is to be said about it. Pure. */
import { basename } from 'node:path'
import { type AlertingRule, type RecordingRule, readRules } from '#telemetry'
import type { Draft, Given } from './draft.ts'
import { draftAlarm, draftSignal, type ImportNames, type Opaque } from './prometheus-drafts.ts'
import type { Remark } from './report.ts'
import type { Source } from './sources.ts'
import { writeDrafts } from './write.ts'

export interface Imported {
  readonly drafts: readonly Draft[]
  readonly text: string
  readonly alerts: number
  readonly opaque: readonly Opaque[]
  readonly leftOut: readonly {
    readonly alert: string
    readonly line: number
    readonly reason: string
  }[]
  readonly problems: readonly Remark[]
}

const COMMAND = 'import prometheus-rules'

/** `recorded` are the series of all files that are imported together. */
export function importRules(
  { file, text }: Pick<Source, 'file' | 'text'>,
  names: ImportNames,
  recorded: ReadonlyMap<string, RecordingRule>,
  given: Given,
): Imported {
  const { groups, problems, leftOut: lost } = readRules(text)
  const drafts: Draft[] = []
  const opaque: Opaque[] = []
  for (const group of groups)
    for (const rule of group.rules) {
      if (rule.kind === 'record') {
        drafts.push(draftSignal(rule, group, names))
        continue
      }
      const made = draftAlarm(rule, group, names, recorded)
      drafts.push(made.draft)
      if (made.opaque) opaque.push(made.opaque)
    }
  const errors = problems.filter(({ severity }) => severity === 'error')
  const leftOut = [...new Map(errors.map((one) => [`${one.subject ?? ''}`, one])).values()]
    .filter(({ subject }) => subject !== undefined)
    .map(({ subject, line, message }) => ({ alert: subject!, line, reason: message }))
  const found = groups.reduce((all, { rules }) => all + rules.filter(isAlert).length, 0)
  return {
    drafts,
    text:
      drafts.length > 0
        ? writeDrafts(drafts, given, { command: COMMAND, source: basename(file) })
        : '',
    alerts: found + lost,
    opaque,
    leftOut,
    problems,
  }
}

/** Series that are recorded by any of the files; a name that is recorded twice is not written out. */
export function recordedIn(sources: readonly Pick<Source, 'text'>[]): Map<string, RecordingRule> {
  const all = new Map<string, RecordingRule | undefined>()
  for (const { text } of sources)
    for (const { rules } of readRules(text).groups)
      for (const rule of rules)
        if (rule.kind === 'record') all.set(rule.name, all.has(rule.name) ? undefined : rule)
  return new Map([...all].flatMap(([name, rule]) => (rule ? [[name, rule] as const] : [])))
}

function isAlert(rule: AlertingRule | RecordingRule): rule is AlertingRule {
  return rule.kind === 'alert'
}
