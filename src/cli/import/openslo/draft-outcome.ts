/** One objective of an SLO as the draft of an outcome, with the signals it reads. Pure. */
import type { OutcomeDraft, SignalDraft } from '../draft.ts'
import { type Names, words } from '../names.ts'
import { durationText } from '../prometheus-drafts.ts'
import { ANNOTATIONS, readTarget } from './annotations.ts'
import type { Found, SloObjectiveSpec } from './documents.ts'
import { readDuration } from './durations.ts'
import { type Measure, NotCarried, percentQuery } from './measures.ts'

export interface OutcomeNames {
  readonly outcomes: Names
  readonly signals: Names
  readonly alarms: Names
}

export interface DraftedOutcome {
  readonly outcome: OutcomeDraft
  readonly signals: readonly SignalDraft[]
  /** What was carried over with another meaning, and how. */
  readonly notes: readonly string[]
}

const MINUTE = 60_000
/** Over which a share of events is shown as a value. */
const SHOWN_MS = 5 * MINUTE
const DEFAULT_WINDOW = '28d'

/** @throws NotCarried */
export function draftOutcome(
  { value: { metadata, spec }, line }: Found<'SLO'>,
  told: SloObjectiveSpec,
  measure: Measure,
  names: OutcomeNames,
): DraftedOutcome {
  const notes: string[] = []
  const { annotations } = metadata
  const target = shareOf(told)
  const windowMs = windowOf(spec.timeWindow, notes)
  const isOneOfMany = spec.objectives.length > 1
  const title = [metadata.displayName ?? words(metadata.name), isOneOfMany && told.displayName]
    .filter(Boolean)
    .join(': ')
  const name = names.outcomes.take(metadata.name, isOneOfMany ? told.displayName : undefined)
  const signalOf = (suffix: string, query: string, unit?: string): SignalDraft => ({
    kind: 'signal',
    name: names.signals.take(suffix ? `${name}-${suffix}` : name),
    title: suffix ? `${title}: ${suffix}` : title,
    query,
    ...(unit ? { unit } : {}),
    comments: [],
  })
  const base = {
    kind: 'outcome' as const,
    ...{ name, title },
    outcomeKind:
      annotations[ANNOTATIONS.kind] === 'business' ? ('business' as const) : ('customer' as const),
    ...ownership(metadata),
    ...optional('weight', annotations[ANNOTATIONS.weight], Number),
    ...optional('customers', annotations[ANNOTATIONS.customers], String),
    ...optional('reviewedAt', annotations[ANNOTATIONS.reviewedAt], String),
    comments: [
      `SLO ${metadata.name}${spec.service ? ` of the service ${spec.service}` : ''}, line ${line}${spec.description ? `: ${spec.description}` : ''}`,
    ],
  }
  const common = {
    target,
    window: durationText(windowMs),
    ...optional('missing', annotations[ANNOTATIONS.missing], String),
  }
  const own = ownMeasure(annotations)

  if (measure.kind === 'counters' && spec.budgetingMethod === 'Occurrences') {
    const shown = own
      ? signalOf('', own.query, own.unit)
      : signalOf('', percentQuery(measure, SHOWN_MS), '%')
    const [good, total] = [signalOf('good', measure.good), signalOf('total', measure.total)]
    return {
      outcome: {
        ...base,
        signal: shown.name,
        target: own?.target ?? { op: '>=', value: percentOf(target) },
        objective: { ...common, good: good.name, total: total.name },
      },
      signals: [shown, good, total],
      notes,
    }
  }
  if (spec.budgetingMethod === 'RatioTimeslices')
    throw new NotCarried(
      'RatioTimeslices takes the average of all slices’ ratios; here a slice is good or bad, or events are counted',
    )
  const sliceMs = sliceOf(told, spec.budgetingMethod, notes)
  const { query, unit, meets } = sliceMeasure(measure, told, spec.budgetingMethod, sliceMs, notes)
  const shown = signalOf('', query, annotations[ANNOTATIONS.unit] ?? unit)
  return {
    outcome: {
      ...base,
      signal: shown.name,
      target: meets,
      objective: { ...common, slice: durationText(sliceMs) },
    },
    signals: [shown],
    notes,
  }
}

function sliceMeasure(
  measure: Measure,
  told: SloObjectiveSpec,
  method: string,
  sliceMs: number,
  notes: string[],
): { query: string; unit?: string; meets: OutcomeDraft['target'] } {
  if (measure.kind === 'threshold') {
    if (told.op === undefined || told.value === undefined)
      throw new NotCarried('its thresholdMetric has no op or no value to be held against')
    if (told.op === 'lt' || told.op === 'gt')
      notes.push(
        `a value that is exactly ${told.value} is good here: op ${told.op} became ${told.op}e`,
      )
    if (told.timeSliceTarget !== undefined && told.timeSliceTarget < 1)
      notes.push(
        `timeSliceTarget ${told.timeSliceTarget} is not carried over: a slice is good when its mean meets the target`,
      )
    return {
      query: measure.query,
      meets: { op: told.op.startsWith('g') ? '>=' : '<=', value: told.value },
    }
  }
  if (measure.kind === 'ratio' && method === 'Occurrences')
    throw new NotCarried(
      'it has only a ratio that was computed elsewhere (raw), of which no events can be counted',
    )
  const share = told.timeSliceTarget
  if (share === undefined) throw new NotCarried('its slices have no timeSliceTarget')
  if (measure.kind === 'counters')
    return {
      query: percentQuery(measure, sliceMs),
      unit: '%',
      meets: { op: '>=', value: percentOf(share) },
    }
  return measure.of === 'success'
    ? { query: measure.query, meets: { op: '>=', value: share } }
    : { query: measure.query, meets: { op: '<=', value: Number((1 - share).toPrecision(12)) } }
}

function shareOf({ target, targetPercent }: SloObjectiveSpec): number {
  const share =
    target ??
    (targetPercent === undefined ? undefined : Number((targetPercent / 100).toPrecision(12)))
  if (share === undefined) throw new NotCarried('it has neither target nor targetPercent')
  if (share <= 0 || share >= 1)
    throw new NotCarried(
      `a target of ${share} leaves ${share <= 0 ? 'everything' : 'nothing'} as the budget`,
    )
  return share
}

function windowOf(windows: Found<'SLO'>['value']['spec']['timeWindow'], notes: string[]): number {
  const [told] = windows
  const read = readDuration(told?.duration ?? DEFAULT_WINDOW)
  if (!told) notes.push(`it has no timeWindow; it is held over ${DEFAULT_WINDOW}`)
  if (!read) throw new NotCarried(`its timeWindow ${told?.duration} is no duration of OpenSLO`)
  if (told && (told.calendar !== undefined || told.isRolling === false))
    notes.push('its calendar is not carried over: the window goes along with now')
  if (read.isRounded) notes.push(`its window ${told?.duration} became ${durationText(read.ms)}`)
  return read.ms
}

function sliceOf(told: SloObjectiveSpec, method: string, notes: string[]): number {
  const { timeSliceWindow } = told
  if (method === 'Occurrences') {
    notes.push('Occurrences of a threshold are counted as slices of 1m')
    return MINUTE
  }
  if (timeSliceWindow === undefined) throw new NotCarried('its slices have no timeSliceWindow')
  if (typeof timeSliceWindow === 'number') return timeSliceWindow * MINUTE
  const read = readDuration(timeSliceWindow)
  if (!read)
    throw new NotCarried(`its timeSliceWindow ${timeSliceWindow} is no duration of OpenSLO`)
  return read.ms
}

function ownership(metadata: Found<'SLO'>['value']['metadata']): {
  owner?: string
  ownerHint?: string
} {
  const owner = metadata.annotations[ANNOTATIONS.owner]
  if (owner) return { owner }
  const said = metadata.labels.owner ?? metadata.labels.team
  return said ? { ownerHint: `who answers for it; the SLO says ${[said].flat().join(', ')}` } : {}
}

function ownMeasure(annotations: Readonly<Record<string, string>>) {
  const query = annotations[ANNOTATIONS.query]
  const target = readTarget(annotations[ANNOTATIONS.target])
  return query && target ? { query, target, unit: annotations[ANNOTATIONS.unit] } : undefined
}

function optional<Key extends string, Value>(
  key: Key,
  text: string | undefined,
  read: (text: string) => Value,
): { readonly [K in Key]?: Value } {
  return text === undefined ? {} : ({ [key]: read(text) } as { readonly [K in Key]?: Value })
}

const percentOf = (share: number) => Number((share * 100).toPrecision(12))
