/** An alert policy of an SLO as the draft of an alarm on the budget. Pure. */
import type { BurnDraft } from '../draft.ts'
import { durationText } from '../prometheus-drafts.ts'
import { severityOf } from '../severity.ts'
import { ANNOTATIONS } from './annotations.ts'
import type { OpenSlo } from './documents.ts'
import type { DraftedOutcome, OutcomeNames } from './draft-outcome.ts'
import { readDuration } from './durations.ts'
import { NotCarried } from './measures.ts'

type Policy = Omit<OpenSlo<'AlertPolicy'>, 'metadata'> & {
  readonly metadata?: OpenSlo<'AlertPolicy'>['metadata'] | undefined
}
type Condition = Omit<OpenSlo<'AlertCondition'>, 'metadata'> & {
  readonly metadata?: OpenSlo<'AlertCondition'>['metadata'] | undefined
}

/** @throws NotCarried */
export function draftBurn(
  policy: Policy,
  condition: Condition,
  { outcome }: DraftedOutcome,
  names: OutcomeNames,
): { readonly alarm: BurnDraft; readonly notes: readonly string[] } {
  const notes: string[] = []
  const { op, threshold, lookbackWindow, alertAfter, kind } = condition.spec.condition
  if (kind !== 'burnrate') throw new NotCarried(`its condition is of the kind ${kind}`)
  if (!policy.spec.alertWhenBreaching)
    throw new NotCarried('it alerts when something else happens than that the budget burns')
  if (threshold === undefined || threshold <= 0) throw new NotCarried('it has no threshold')
  const long = readDuration(lookbackWindow ?? '')
  if (!long) throw new NotCarried(`its lookbackWindow ${lookbackWindow} is no duration of OpenSLO`)
  const after = readDuration(alertAfter ?? '0m')
  if (!after) throw new NotCarried(`its alertAfter ${alertAfter} is no duration of OpenSLO`)
  if (op === 'lt' || op === 'lte')
    notes.push(`op ${op} would raise it while the budget lasts; it was read as gte`)
  if (op === 'gt') notes.push(`a rate of exactly ${threshold} raises it here: op gt became gte`)
  if (policy.spec.notificationTargets.length > 0)
    notes.push('its notification targets are not carried over: an escalation says who is told')
  if (!policy.spec.alertWhenResolved)
    notes.push('whoever is told of it is told of its end, too: alertWhenResolved is always so here')
  const { severity, note } = severityOf(condition.spec.severity)
  const marks = condition.metadata?.annotations ?? {}
  const short = marks[ANNOTATIONS.short] ?? durationText(long.ms)
  const called = condition.metadata?.name ?? policy.metadata?.name ?? 'burns'
  const name = names.alarms.take(
    called.startsWith(outcome.name) ? called : `${outcome.name}-${called}`,
  )
  const title = condition.metadata?.displayName ?? policy.metadata?.displayName
  return {
    alarm: {
      kind: 'burn',
      name,
      title: title ?? `${outcome.title}: its error budget burns`,
      outcome: outcome.name,
      windows: [{ long: durationText(long.ms), short, factor: threshold }],
      ...(after.ms > 0 ? { for: durationText(after.ms) } : {}),
      onMissing: policy.spec.alertWhenNoData ? 'fire' : 'nodata',
      severity,
      ...(marks[ANNOTATIONS.owner] ? { owner: marks[ANNOTATIONS.owner] } : {}),
      ...(outcome.ownerHint ? { ownerHint: outcome.ownerHint } : {}),
      ...(marks[ANNOTATIONS.procedure] ? { procedure: marks[ANNOTATIONS.procedure] } : {}),
      comments: [
        ...(condition.spec.description ? [condition.spec.description] : []),
        ...(note ? [note] : []),
      ],
    },
    notes,
  }
}
