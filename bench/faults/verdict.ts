/** What a receiver was told in the course of a fault, and whether that was true. */
import { preciseMs, type Receiver } from '../pair/receiver.ts'
import { type Said, saidBy } from '../pair/said.ts'

export interface Verdict {
  /** “It is over” while it was not. */
  readonly falseRecoveries: number
  /** Pages for what had been paged. */
  readonly doubled: number
  readonly lost: number
  /** While the fault lasted and until it was over, all in all. */
  readonly requests: number
  /** From the true end until it was told; undefined when it never was. */
  readonly endToldMs: number | undefined
  /** From the end of the fault until the first page, where it was not paged before; undefined when it never was. */
  readonly pageToldMs: number | undefined
}

/** `overMs` is when the fault was over, `endedMs` when the value came back to good. */
export function judge(
  { requests }: Receiver,
  { overMs, endedMs }: { overMs: number; endedMs: number },
): Verdict {
  const said = requests.flatMap(saidBy).filter(({ status }) => status === 200)
  const during = said.filter(({ atMs }) => atMs < endedMs)
  const pages = messagesOf(during, 'page')
  const firstPage = during.find(({ what }) => what === 'page')
  const end = said.find(({ what, atMs }) => what === 'recovery' && atMs >= endedMs)
  return {
    falseRecoveries: messagesOf(during, 'recovery'),
    doubled: Math.max(0, pages - 1),
    lost: pages === 0 ? 1 : 0,
    requests: requests.filter(({ atMs }) => atMs < endedMs).length,
    endToldMs: end && end.atMs - endedMs,
    pageToldMs: firstPage && firstPage.atMs - overMs,
  }
}

/** A message that names itself is one, however often it was sent. */
function messagesOf(said: readonly Said[], kind: Said['what']): number {
  const own = said.filter(({ what }) => what === kind)
  return new Set(own.map(({ id }, i) => id ?? i)).size
}

/** Whether it has been told that an alarm is raised, or that it is over, and taken it. */
export async function isTold(
  { requests }: Receiver,
  kind: Said['what'],
  withinMs: number,
  sinceMs = 0,
): Promise<boolean> {
  for (const end = preciseMs() + withinMs; preciseMs() < end; ) {
    const said = requests.flatMap(saidBy)
    if (said.some(({ what, status, atMs }) => what === kind && status === 200 && atMs >= sinceMs))
      return true
    await new Promise((resume) => setTimeout(resume, 100))
  }
  return false
}
