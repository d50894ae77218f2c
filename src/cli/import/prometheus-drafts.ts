/** Rules of Prometheus as drafts of alarms and signals, unchanged in meaning. */
import {
  type AlertingRule,
  countsEvents,
  formatExpr,
  mayAnswerNothing,
  type RecordingRule,
  type RuleGroup,
  splitRule,
} from '#telemetry'
import type { AlarmDraft, SignalDraft } from './draft.ts'
import { type Names, words } from './names.ts'
import { type Recorded, readRecorded } from './recorded.ts'
import { severityOf } from './severity.ts'

export interface ImportNames {
  readonly alarms: Names
  readonly signals: Names
}

/** A rule whose missing data cannot be seen, and why. */
export interface Opaque {
  readonly alarm: string
  readonly alert: string
  readonly line: number
  readonly reason: string
}

/** As long as Prometheus looks back for a sample. */
const LOOKBACK = '5m'
/** How often Prometheus evaluates rules unless it is told. */
const EVALUATION_MS = 60_000

export function draftAlarm(
  rule: AlertingRule,
  group: RuleGroup,
  names: ImportNames,
  recorded: ReadonlyMap<string, RecordingRule>,
): { draft: AlarmDraft; opaque?: Opaque } {
  const name = names.alarms.take(rule.name, rule.labels.severity, group.name)
  const signal = names.signals.take(name, 'alarm')
  const { expr, used, left }: Recorded = readRecorded(rule.query, recorded)
  const split = splitRule(expr)
  const written = used.length > 0 ? formatExpr(expr) : rule.expr
  const isSplit = split.kind === 'condition' && Number.isFinite(split.threshold)
  const reason =
    split.kind === 'opaque'
      ? split.reason
      : isSplit
        ? undefined
        : 'what it is held against is not a finite number'
  const query = isSplit ? formatExpr(split.query) : written
  const isUpward = split.kind === 'condition' && split.op.startsWith('>')
  const isSilentWhenWell =
    !isSplit || mayAnswerNothing(split.query) || (isUpward && countsEvents(split.query))
  const { severity, note } = severityOf(rule.labels.severity)
  const intervalMs = group.intervalMs ?? EVALUATION_MS
  const draft: AlarmDraft = {
    kind: 'alarm',
    name,
    title: titleOf(rule),
    query,
    ...(signal === name ? {} : { signal }),
    when: isSplit ? `${split.op} ${numberText(split.threshold)}` : 'present',
    ...(rule.forMs > 0 ? { for: durationText(rule.forMs) } : {}),
    ...(rule.keepFiringForMs > 0 ? { keepFiringFor: durationText(rule.keepFiringForMs) } : {}),
    ...(group.intervalMs ? { interval: durationText(group.intervalMs) } : {}),
    onMissing: isSilentWhenWell ? 'ok' : 'nodata',
    missingAfter: isSilentWhenWell ? durationText(intervalMs) : LOOKBACK,
    severity,
    ...(group.limit > 0 ? { limit: group.limit } : {}),
    labels: rule.labels,
    annotations: rule.annotations,
    ...hintsOf(rule),
    comments: [
      `${rule.name}, group ${group.name}, line ${rule.line}: ${rule.expr}`,
      ...(reason
        ? [`Opaque: ${reason}. Data that is missing cannot be told from data that is good.`]
        : []),
      ...used.map((series) => `The recorded series ${series} is written out in its query.`),
      ...left.map(
        (series) =>
          `It reads the recorded series ${series}, which is not recorded here: go on recording it, or write it out.`,
      ),
      ...(group.queryOffsetMs > 0
        ? [
            `Prometheus evaluates it ${durationText(group.queryOffsetMs)} late (query_offset); here data is looked at when it arrives.`,
          ]
        : []),
      ...(note ? [note] : []),
    ],
  }
  return reason
    ? { draft, opaque: { alarm: name, alert: rule.name, line: rule.line, reason } }
    : { draft }
}

export function draftSignal(
  rule: RecordingRule,
  group: RuleGroup,
  names: ImportNames,
): SignalDraft {
  return {
    kind: 'signal',
    name: names.signals.take(rule.name, group.name),
    title: rule.name,
    query: rule.expr,
    comments: [`Recorded as ${rule.name}, group ${group.name}, line ${rule.line}.`],
  }
}

/** Its summary as far as it stands for all instances, or its name in words. */
function titleOf({ name, annotations }: AlertingRule): string {
  const summary = (annotations.summary ?? '').replace(/\s*\([^()]*\{\{[^()]*\)\s*\.?$/, '').trim()
  if (summary === '' || summary.includes('{{') || summary.length > 120) return words(name)
  return summary.replace(/\s+/g, ' ')
}

function hintsOf({
  labels,
  annotations,
}: AlertingRule): Pick<AlarmDraft, 'ownerHint' | 'procedureHint'> {
  const owner = labels.team ?? labels.owner ?? annotations.owner ?? annotations.team
  const link = annotations.runbook_url ?? annotations.runbook ?? labels.runbook_url
  return {
    ...(owner ? { ownerHint: `who answers for it; the rule says ${owner}` } : {}),
    ...(link ? { procedureHint: `what to do when it is raised; the rule names ${link}` } : {}),
  }
}

function numberText(value: number): string {
  return String(value).replace('e+', 'e')
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

/** Exact, in the largest units that fit: `1h30m`. */
export function durationText(ms: number): string {
  let rest = Math.round(ms)
  let text = ''
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(rest / size)
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * size
  }
  return text || '0s'
}
