/** Whether help is called as it should be: looked at from outside the machinery that calls it. */
import type { Sql } from '#base'

/** Later than this, a call that is due counts as overdue, in milliseconds. */
export const OVERDUE_MS = 60_000
/** A page that has waited for longer has not left as it should, in milliseconds. */
const OLD_PAGE_MS = 120_000

export interface EscalationAudit {
  /** Escalations whose next call, or whose end of a pause, is overdue. */
  readonly overdue: number
  /** How late the latest of them is, in milliseconds; 0 when none is. */
  readonly latestMs: number
  /** How long the oldest page has waited to leave, in milliseconds; 0 when none waits. */
  readonly oldestPageMs: number
}

export async function auditEscalations(sql: Sql, nowMs: number): Promise<EscalationAudit> {
  const now = new Date(nowMs).toISOString()
  const since = new Date(nowMs - OVERDUE_MS).toISOString()
  const [late] = await sql<{ overdue: string; due: Date | null }>`
    select count(*) as overdue, min(due) as due from (
      select case state when 'running' then due_at when 'acknowledged' then held_until
        when 'snoozed' then snoozed_until end as due
      from escalation) as waiting
    where due < ${since}`
  const [page] = await sql<{ queued: Date | null }>`
    select min(greatest(queued_at, coalesce(next_attempt_at, queued_at))) as queued from notification
    where purpose = 'page' and state = 'queued' and expires_at > ${now}`
  const age = (at: Date | null | undefined) => (at ? Math.max(0, nowMs - at.getTime()) : 0)
  return {
    overdue: Number(late!.overdue),
    latestMs: age(late!.due),
    oldestPageMs: age(page?.queued),
  }
}

/** What is wrong, in words; undefined when nothing is. */
export function whatIsWrong({
  overdue,
  latestMs,
  oldestPageMs,
}: EscalationAudit): string | undefined {
  const seconds = (ms: number) => Math.round(ms / 1_000)
  if (overdue > 0)
    return `${overdue} escalation${overdue === 1 ? ' is' : 's are'} overdue, the latest by ${seconds(latestMs)} s`
  if (oldestPageMs > OLD_PAGE_MS)
    return `a page has waited for ${seconds(oldestPageMs)} s and has not left`
  return undefined
}
