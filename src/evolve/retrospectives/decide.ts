/** When a retrospective is opened, drafted anew and closed: pure decisions. */
import {
  type Fact,
  type FactOf,
  incidentAcknowledged,
  incidentOpened,
  incidentReopened,
  incidentResolved,
  type NewFact,
  notificationAccepted,
  retrospectiveClosed,
  retrospectiveOpened,
  retrospectiveRedrafted,
  stepStarted,
} from '#ledger'
import { NothingLearned, RetrospectiveClosed } from './errors.ts'
import type { Retrospective, Timings } from './retrospective.ts'
import type { Story } from './story.ts'

const DAY_MS = 86_400_000
/** While people still remember. */
export const DUE_MS = 7 * DAY_MS

/** What counts as the first answer to an incident. */
const ANSWERS: readonly string[] = [incidentAcknowledged.type, stepStarted.type]

export function timingsOf(
  opened: FactOf<typeof incidentOpened>,
  resolved: Pick<Fact, 'time'>,
  facts: readonly Fact[],
): Timings {
  const occurredMs = Date.parse(opened.data.occurredAt)
  const detectedMs = Date.parse(opened.time)
  const resolvedMs = Date.parse(resolved.time)
  const answer = facts.find(({ type }) => ANSWERS.includes(type))
  return {
    occurredAt: opened.data.occurredAt,
    detectedAt: opened.time,
    acknowledgedAt: answer?.time ?? null,
    resolvedAt: resolved.time,
    ttdMs: Math.max(0, detectedMs - occurredMs),
    ttaMs: answer ? Math.max(0, Date.parse(answer.time) - detectedMs) : null,
    ttrMs: Math.max(0, resolvedMs - occurredMs),
  }
}

/** When an incident was opened and when it was over; undefined when it has come back, or has no beginning. */
export function endsOf({
  facts,
}: Story):
  | { opened: FactOf<typeof incidentOpened>; resolved: FactOf<typeof incidentResolved> }
  | undefined {
  const opened = facts.find(({ type }) => type === incidentOpened.type)
  const last = facts.findLast(
    ({ type }) => type === incidentResolved.type || type === incidentReopened.type,
  )
  if (!opened || last?.type !== incidentResolved.type) return undefined
  return {
    opened: opened as FactOf<typeof incidentOpened>,
    resolved: last as FactOf<typeof incidentResolved>,
  }
}

/** Whether somebody who was paged has not heard of this end yet: then the story is not complete. */
export function isRecoveryOwed({ facts }: Story, resolved: Pick<Fact, 'position'>): boolean {
  const told = facts.filter(
    (fact): fact is FactOf<typeof notificationAccepted> => fact.type === notificationAccepted.type,
  )
  // Who was paged before it came back has heard of the end that it had then.
  const reopened = facts.findLast(({ type }) => type === incidentReopened.type)?.position ?? 0
  const recovered = new Set(
    told
      .filter(({ position, data }) => data.purpose === 'recovery' && position > resolved.position)
      .map(({ data }) => data.recipient),
  )
  return told.some(
    ({ position, data }) =>
      data.purpose === 'page' && position > reopened && !recovered.has(data.recipient),
  )
}

/** An incident is over: its review is opened, or drafted anew when it had come back. */
export function review(state: {
  readonly existing: Retrospective | undefined
  readonly story: Story
  readonly nextNumber: number
  readonly newId: string
}): NewFact[] {
  const { existing, story } = state
  const ends = endsOf(story)
  if (!ends) return []
  const { opened, resolved } = ends
  if (existing?.resolvedAt === resolved.time) return []
  const { workload, number: incidentNumber, title, priority, outcomes } = resolved.data
  const incident = resolved.subject
  const draft = {
    timeline: [...story.moments],
    ...timingsOf(opened, resolved, story.facts),
  }
  if (existing)
    return [
      retrospectiveRedrafted(existing.id, {
        workload,
        number: existing.number,
        incident,
        ...draft,
      }),
    ]
  return [
    retrospectiveOpened(state.newId, {
      workload,
      number: state.nextNumber,
      incident,
      incidentNumber,
      title,
      priority,
      outcomes,
      owner: opened.data.owner,
      drill: story.drill,
      dueAt: new Date(Date.parse(resolved.time) + DUE_MS).toISOString(),
      ...draft,
    }),
  ]
}

/** Closed with a lesson, or with a reason why there was none. Throws RetrospectiveClosed, NothingLearned. */
export function close(
  retrospective: Retrospective,
  by: string,
  { summary, noLesson = null }: { summary: string; noLesson?: string | null | undefined },
): NewFact[] {
  const { id, workload, number, lessons } = retrospective
  if (retrospective.state === 'closed') throw new RetrospectiveClosed({ number })
  if (lessons === 0 && !noLesson?.trim()) throw new NothingLearned({ number })
  return [
    retrospectiveClosed(id, {
      workload,
      number,
      by,
      summary,
      lessons,
      noLesson: lessons > 0 ? null : noLesson,
    }),
  ]
}
