/**
 * What recurs is proposed as a problem; a new incident of a known one is told what helps; a fix is believed when
 * nothing of the kind has happened for two weeks; nobody lives with a risk for longer than was said.
 */
import { newId } from '#base'
import {
  answer,
  answerTimer,
  defineReaction,
  incidentOpened,
  incidentReopened,
  problemIncidentLinked,
  problemMoved,
  problemOpened,
  type Transaction,
} from '#ledger'
import { isOver, moveProblem, RECURS, recurs, VERIFY_AFTER_MS } from './decide.ts'
import type { Problem } from './problem.ts'
import { listProblems, nextProblemNumber, readProblem } from './read.ts'

const BY = 'reaction:operate.problems'
const CHECK = 'problems.check'

interface Check {
  readonly workload: string
  readonly problem: string
  readonly since: string
}

export const watchProblems = defineReaction('operate.problems', [
  answer(incidentOpened, ({ subject, data }, tx) => seen(tx, subject, data)),
  answer(incidentReopened, async ({ subject, data: { workload } }, tx) => {
    for (const problem of await listProblems(tx.sql, { workload, incident: subject }))
      await comeBack(tx, problem)
  }),
  answer(problemMoved, async ({ subject, time, data: { workload, to, acceptedUntil } }, tx) => {
    const key = `${CHECK} ${subject}`
    const data: Check = { workload, problem: subject, since: time }
    if (to === 'fixed')
      await tx.setTimer({ key, purpose: CHECK, dueMs: Date.parse(time) + VERIFY_AFTER_MS, data })
    else if (to === 'accepted' && acceptedUntil)
      await tx.setTimer({ key, purpose: CHECK, dueMs: Date.parse(acceptedUntil), data })
    else await tx.cancelTimer(key)
  }),
  answerTimer<Check>(CHECK, async ({ workload, problem: id }, tx) => {
    const problem = await readProblem(tx.sql, workload, id)
    if (problem?.state === 'fixed')
      await tx.append(
        ...moveProblem(problem, 'verified', {
          ...{ by: BY, reason: 'Nothing of the kind has happened for two weeks since the fix' },
        }),
      )
    if (problem?.state === 'accepted')
      await tx.append(
        ...moveProblem(problem, 'open', { by: BY, reason: 'The time it was accepted for is over' }),
      )
  }),
])

/** An incident has opened: of a known problem, or of one that is to be proposed. */
async function seen(
  tx: Transaction,
  incident: string,
  data: Parameters<typeof incidentOpened>[1],
): Promise<void> {
  const { workload, group, number: incidentNumber, owner, title } = data
  const known = (await listProblems(tx.sql, { workload, group })).filter(
    ({ state }) => state !== 'dismissed',
  )
  const active = known.find(({ state }) => !isOver(state)) ?? known[0]
  if (active) {
    const { id, number, workaround } = active
    await tx.append(
      problemIncidentLinked(id, {
        ...{ workload, number, title: active.title, workaround, by: BY },
        ...{ incident, incidentNumber },
      }),
    )
    await comeBack(tx, active)
    return
  }
  const rows = await tx.sql<{ id: string; opened_at: Date }>`
    select id, opened_at from incident
    where workload = ${workload} and group_key = ${group}
      and opened_at >= ${new Date(tx.nowMs - RECURS.withinMs).toISOString()}
    order by opened_at`
  const dismissed = (await listProblems(tx.sql, { workload, group })).some(
    ({ movedAt }) => tx.nowMs - Date.parse(movedAt) <= RECURS.withinMs,
  )
  const times = rows.map(({ opened_at }) => opened_at.getTime())
  if (dismissed || !recurs(times, tx.nowMs)) return
  await tx.append(
    problemOpened(newId('prb', tx.nowMs), {
      ...{ workload, number: await nextProblemNumber(tx.sql, workload), title, group, owner },
      ...{ state: 'proposed', incidents: rows.map(({ id }) => id), by: BY },
      reason: `It has happened ${rows.length} times within two weeks`,
    }),
  )
}

/** It was thought to be fixed, and it was not. */
async function comeBack(tx: Transaction, problem: Problem): Promise<void> {
  if (problem.state === 'fixed')
    await tx.append(
      ...moveProblem(problem, 'diagnosed', {
        by: BY,
        reason: 'It has happened again since the fix',
      }),
    )
  if (problem.state === 'verified')
    await tx.append(
      ...moveProblem(problem, 'open', { by: BY, reason: 'It has happened again since the fix' }),
    )
}
