/** Files of OpenSLO v1 as files of the model: outcomes, their signals, and alarms on their budgets. Pure. */
import { basename } from 'node:path'
import type { Draft, Given } from '../draft.ts'
import type { FileReport, Remark } from '../report.ts'
import type { Source } from '../sources.ts'
import { writeDrafts } from '../write.ts'
import { type Documents, type Found, readOpenSlo, type SloObjectiveSpec } from './documents.ts'
import { draftBurn } from './draft-burn.ts'
import { type DraftedOutcome, draftOutcome, type OutcomeNames } from './draft-outcome.ts'
import { measureOf, NotCarried } from './measures.ts'

export interface ImportedObjectives
  extends Pick<FileReport, 'alerts' | 'leftOut' | 'problems' | 'objectives'> {
  readonly drafts: readonly Draft[]
  readonly text: string
}

/** What resources of all files say together: a reference may lead to another file. */
export interface Shared {
  readonly sourceTypes: ReadonlyMap<string, string>
  readonly indicators: ReadonlyMap<string, Found<'SLI'>>
  readonly policies: ReadonlyMap<string, Found<'AlertPolicy'>>
  readonly conditions: ReadonlyMap<string, Found<'AlertCondition'>>
}

export function sharedIn(texts: readonly string[]): Shared {
  const all = texts.map(readOpenSlo)
  const byName = <K extends 'SLI' | 'AlertPolicy' | 'AlertCondition'>(kind: K) =>
    new Map(
      all.flatMap((one) =>
        one.all(kind).map((found) => [found.value.metadata.name, found] as const),
      ),
    )
  return {
    sourceTypes: new Map(
      all.flatMap((one) =>
        one
          .all('DataSource')
          .flatMap(({ value }) =>
            value.spec.type ? [[value.metadata.name, value.spec.type] as const] : [],
          ),
      ),
    ),
    indicators: byName('SLI'),
    policies: byName('AlertPolicy'),
    conditions: byName('AlertCondition'),
  }
}

export function importOpenSlo(
  { file, text }: Pick<Source, 'file' | 'text'>,
  names: OutcomeNames,
  shared: Shared,
  given: Given,
): ImportedObjectives {
  const documents = readOpenSlo(text)
  const report = new Report(documents)
  for (const slo of documents.all('SLO'))
    for (const told of slo.value.spec.objectives) {
      const called =
        told.displayName && slo.value.spec.objectives.length > 1 ? ` (${told.displayName})` : ''
      const subject = `SLO ${slo.value.metadata.name}${called}`
      const drafted = report.try(subject, slo.line, 'objective', () =>
        objective(slo, told, names, shared),
      )
      if (!drafted) continue
      report.note(subject, slo.line, drafted.notes)
      report.drafts.push(...drafted.signals, drafted.outcome)
      alarms(slo, drafted, names, shared, report)
    }
  const source = { command: 'import openslo', source: basename(file) }
  const { drafts, ...said } = report
  return {
    ...said,
    drafts,
    text: drafts.length > 0 ? writeDrafts(drafts, given, source) : '',
  }
}

function objective(
  slo: Found<'SLO'>,
  told: SloObjectiveSpec,
  names: OutcomeNames,
  shared: Shared,
): DraftedOutcome {
  const { indicator, indicatorRef } = slo.value.spec
  const sli = indicator?.spec ?? (indicatorRef && shared.indicators.get(indicatorRef)?.value.spec)
  if (!sli) throw new NotCarried(`its indicator ${indicatorRef ?? ''} is not among the files`)
  return draftOutcome(slo, told, measureOf(sli, shared.sourceTypes), names)
}

function alarms(
  slo: Found<'SLO'>,
  outcome: DraftedOutcome,
  names: OutcomeNames,
  shared: Shared,
  report: Report,
): void {
  for (const told of slo.value.spec.alertPolicies) {
    const named = 'alertPolicyRef' in told ? told.alertPolicyRef : told.metadata?.name
    const subject = `AlertPolicy ${named ?? ''}`.trimEnd()
    const policy = 'alertPolicyRef' in told ? shared.policies.get(told.alertPolicyRef)?.value : told
    const conditions = policy?.spec.conditions ?? [undefined]
    for (const one of conditions) {
      const drafted = report.try(subject, slo.line, 'alert', () => {
        if (!policy) throw new NotCarried('it is not among the files')
        const condition =
          one && 'conditionRef' in one ? shared.conditions.get(one.conditionRef)?.value : one
        if (!condition) throw new NotCarried('its condition is not among the files')
        return draftBurn(policy, condition, outcome, names)
      })
      if (!drafted) continue
      report.note(subject, slo.line, drafted.notes)
      report.drafts.push(drafted.alarm)
    }
  }
}

/** What is said of a file besides what is written. */
class Report {
  readonly drafts: Draft[] = []
  readonly leftOut: { alert: string; line: number; reason: string }[] = []
  readonly problems: Remark[] = []
  objectives = 0
  alerts = 0

  constructor(documents: Documents) {
    for (const { what, line, reason } of documents.unread)
      this.leftOut.push({ alert: what, line, reason })
  }

  try<Value>(
    alert: string,
    line: number,
    what: 'objective' | 'alert',
    make: () => Value,
  ): Value | undefined {
    if (what === 'objective') this.objectives++
    else this.alerts++
    try {
      return make()
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error
      this.leftOut.push({ alert, line, reason: error.message })
      return undefined
    }
  }

  note(subject: string, line: number, notes: readonly string[]): void {
    for (const message of notes)
      this.problems.push({
        code: 'openslo.other-meaning',
        severity: 'warning',
        message,
        hint: 'See docs/guide/outcomes.md for what OpenSLO and the model have in common.',
        line,
        subject,
      })
  }
}
