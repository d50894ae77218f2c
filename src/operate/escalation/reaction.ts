/** Incidents call for help, step by step, until somebody answers or it is over. */
import {
  type Answer,
  alarmReleased,
  alarmSuppressed,
  answer,
  answerTimer,
  causeConfirmed,
  defineReaction,
  escalationCalled,
  escalationReassigned,
  escalationSnoozed,
  escalationStepExecuted,
  type FactDefinition,
  incidentAcknowledged,
  incidentAlarmAdded,
  incidentDecisionAsked,
  incidentDecisionMade,
  incidentImpactSet,
  incidentMoved,
  incidentNoteAdded,
  incidentOpened,
  incidentPriorityChanged,
  incidentReopened,
  incidentResolved,
  incidentRoleTaken,
  incidentTaskAdded,
  incidentTaskEnded,
  notificationExpired,
  notificationFailed,
  type Transaction,
  timeOf,
} from '#ledger'
import { loadModel } from '#model'
import { findOpenByInstance, type Incident, readIncident } from '../incidents/index.ts'
import { hasFurtherWays, isTold, readPagesSince } from '../notifications/index.ts'
import { groupingFor, type Policy, policyFor, policyTo, readOverrides } from '../oncall/index.ts'
import { isQuieting, isSuppressed, readOpenAlarms } from '../suppression/index.ts'
import { spoken } from '../wording/index.ts'
import { leftOutBy } from './condition.ts'
import {
  executeDue,
  exhaust,
  hold,
  holdFor,
  late,
  pause,
  start,
  stop,
  type World,
} from './decide.ts'
import { readEscalation, readExecutedSteps, readParties } from './projection.ts'
import { answersWithinMs, resolverOf } from './resolve.ts'

interface StepTimer {
  readonly incident: string
  readonly cycle: number
  readonly dueMs: number
}

const stepKey = (incident: string) => `escalation:${incident}`
const ackKey = (incident: string) => `escalation-hold:${incident}`

export const escalate = defineReaction('operate.escalation', [
  answer(incidentOpened, ({ subject }, tx) => begin(tx, subject, 'the incident was opened')),
  // What is more urgent waits for nobody.
  answer(incidentPriorityChanged, async ({ subject, data }, tx) => {
    const escalation = await readEscalation(tx.sql, subject)
    if (!escalation || data.to >= data.from) return
    const isWaiting =
      escalation.state === 'running' && escalation.step === 0 && escalation.cycle === 1
    if (isWaiting && escalation.steps[0]!.afterMs === 0) await advance(tx, subject, tx.nowMs)
    if (escalation.state === 'snoozed') await begin(tx, subject, `it is ${data.to} now`)
  }),
  answer(escalationCalled, async ({ subject, data: { cycle, step, by, reason } }, tx) => {
    const now = await readEscalation(tx.sql, subject)
    // Somebody may have taken it in the meantime.
    if (now?.state === 'running' && now.cycle === cycle && now.step === step)
      await advance(tx, subject, tx.nowMs, `${spoken(by)}: ${reason}`)
  }),
  answer(escalationReassigned, async ({ subject, data: { to, by } }, tx) => {
    const { workload } = (await readIncident(tx.sql, subject))!
    const policy = policyTo(await loadModel(tx.sql, workload), to)
    await begin(tx, subject, `${spoken(by)} has handed it to ${spoken(to)}`, policy)
  }),
  answer(escalationSnoozed, async ({ subject, data: { until } }, tx) => {
    await tx.cancelTimer(stepKey(subject))
    await watchHold(tx, subject, until)
  }),
  // Whoever was called by contract answers with a number, or the next step follows.
  answer(escalationStepExecuted, async ({ subject, data: { parties = [] } }, tx) => {
    for (const { party, answerBy } of parties)
      await tx.setTimer({
        key: `escalation-party:${subject}:${party}`,
        purpose: 'escalation.party',
        dueMs: Date.parse(answerBy),
        data: { incident: subject, party },
      })
  }),
  answerTimer<{ incident: string; party: string }>(
    'escalation.party',
    async ({ incident, party }, tx) => {
      const escalation = await readEscalation(tx.sql, incident)
      const called = (await readParties(tx.sql, incident)).find((one) => one.party === party)
      if (!escalation || escalation.state === 'stopped' || called?.case !== null) return
      await tx.append(late(escalation, party, called.answerBy))
      if (escalation.state !== 'running') return
      await advance(tx, incident, tx.nowMs, `${spoken(party)} has given no case number in time`)
    },
  ),
  answer(incidentReopened, ({ subject }, tx) => begin(tx, subject, 'the incident was reopened')),
  // An incident that was only for information may become serious.
  answer(incidentAlarmAdded, async ({ subject }, tx) => {
    const escalation = await readEscalation(tx.sql, subject)
    if (!escalation) await begin(tx, subject, 'a serious alarm joined the incident')
    else await goOn(tx, subject)
  }),
  answer(alarmReleased, ({ data }, tx) => goOnFor(tx, data)),
  // What is left is work that was planned later, which stops nothing.
  answer(alarmSuppressed, ({ data }, tx) => goOnFor(tx, data)),
  answerTimer<StepTimer>('escalation.step', async ({ incident, cycle, dueMs }, tx) => {
    const escalation = await readEscalation(tx.sql, incident)
    if (escalation?.state !== 'running' || escalation.cycle !== cycle) return
    // Somebody may have called this step between the timer and this answer; the next one has its own time.
    const isDue = escalation.dueAt === null || Date.parse(escalation.dueAt) <= tx.nowMs
    if (isDue) await advance(tx, incident, dueMs)
  }),
  answer(incidentAcknowledged, async ({ subject, data }, tx) => {
    // Where one alone is not enough, help is called on.
    if (data.awaits?.length) return
    await tx.cancelTimer(stepKey(subject))
    if (await readEscalation(tx.sql, subject)) await watchHold(tx, subject, data.until)
  }),
  // As long as whoever has acknowledged does something for it, they are on it.
  keepAlive(incidentNoteAdded),
  keepAlive(incidentMoved),
  keepAlive(incidentRoleTaken),
  keepAlive(incidentTaskAdded),
  keepAlive(incidentTaskEnded),
  keepAlive(incidentDecisionAsked),
  keepAlive(incidentDecisionMade),
  keepAlive(incidentImpactSet),
  keepAlive(causeConfirmed),
  answerTimer<{ incident: string }>('escalation.hold', async ({ incident }, tx) => {
    const escalation = await readEscalation(tx.sql, incident)
    const isSnoozed = escalation?.state === 'snoozed'
    if (!isSnoozed && escalation?.state !== 'acknowledged') return
    const until = isSnoozed ? escalation.snoozedUntil : escalation.heldUntil
    if (until === null) return
    if (Date.parse(until) > tx.nowMs) return watchHold(tx, incident, until)
    await begin(tx, incident, `the ${isSnoozed ? 'snooze' : 'acknowledgement'} ran out`)
  }),
  answer(notificationFailed, async ({ data: { purpose, incident, retryAt } }, tx) => {
    if (purpose === 'page' && incident !== null && retryAt === null) await hurry(tx, incident)
  }),
  answer(notificationExpired, async ({ data: { purpose, incident } }, tx) => {
    if (purpose === 'page' && incident !== null) await hurry(tx, incident)
  }),
  answer(incidentResolved, async ({ subject }, tx) => {
    await tx.cancelTimer(stepKey(subject))
    await tx.cancelTimer(ackKey(subject))
    const escalation = await readEscalation(tx.sql, subject)
    if (escalation) await tx.append(stop(escalation, 'the incident is over'))
  }),
])

function keepAlive<Data extends { readonly by: string }>(
  definition: FactDefinition<string, Data>,
): Answer {
  return answer(definition, async (fact, tx) => {
    const escalation = await readEscalation(tx.sql, fact.subject)
    const incident = await readIncident(tx.sql, fact.subject)
    if (!escalation || !incident) return
    const held = hold(escalation, incident.priority, fact.data.by, timeOf(fact))
    if (held) await tx.append(held)
  })
}

async function begin(
  tx: Transaction,
  id: string,
  reason: string,
  handedTo?: Policy,
): Promise<void> {
  const incident = await readIncident(tx.sql, id)
  if (!incident || !needsPeople(incident)) return
  const before = await readEscalation(tx.sql, id)
  const model = await loadModel(tx.sql, incident.workload)
  const policy = handedTo ?? policyFor(model, incident.alarm, incident.owner)
  // Only the first call waits for what belongs to the same incident.
  const { waitMs } = groupingFor(model, incident.alarm, incident.owner)
  const waitedMs = tx.nowMs - Date.parse(incident.openedAt)
  const restMs = before || incident.reopenedCount > 0 ? 0 : Math.max(0, waitMs - waitedMs)
  const dueMs = tx.nowMs + restMs + policy.steps[0]!.afterMs
  await tx.append(start(incident, policy, (before?.cycle ?? 0) + 1, reason, dueMs))
  const { acknowledgedBy: by, acknowledgedUntil: until } = incident
  if (!handedTo && by !== null && until !== null && Date.parse(until) > tx.nowMs) {
    // Somebody was quicker than this answer.
    await tx.append(holdFor((await readEscalation(tx.sql, id))!, by, until))
    return watchHold(tx, id, until)
  }
  if (dueMs <= tx.nowMs) await advance(tx, id, dueMs)
  else await waitFor(tx, id, dueMs)
}

/** What has been resolved or acknowledged in the meantime needs nobody any more. */
function needsPeople(incident: Incident): boolean {
  return incident.state === 'open' && incident.severity !== 'info'
}

/** When no page of this way through the steps can reach a person any more, the next step is not waited for. */
async function hurry(tx: Transaction, id: string): Promise<void> {
  const escalation = await readEscalation(tx.sql, id)
  if (escalation?.state !== 'running' || escalation.step >= escalation.steps.length) return
  const executed = await readExecutedSteps(tx.sql, id)
  const first = executed.find(({ cycle }) => cycle === escalation.cycle)
  if (!first) return
  const pages = await readPagesSince(tx.sql, id, first.executedAt)
  const canReach = pages.some(
    (page) => page.recipient.startsWith('person:') && (isTold(page) || page.state === 'queued'),
  )
  if (!canReach && !(await hasFurtherWays(tx.sql, id)))
    await advance(tx, id, tx.nowMs, 'no page has reached anybody')
}

async function advance(
  tx: Transaction,
  id: string,
  dueMs: number,
  hurried?: string,
): Promise<void> {
  const escalation = (await readEscalation(tx.sql, id))!
  const quiet = await quietReason(tx, id)
  if (quiet !== undefined) {
    if (escalation.dueAt !== null) await tx.append(pause(escalation, quiet))
    return
  }
  const model = await loadModel(tx.sql, escalation.workload)
  const resolve = resolverOf(
    model,
    tx.nowMs,
    await readOverrides(tx.sql, escalation.workload, tx.nowMs),
  )
  if (escalation.step >= escalation.steps.length) {
    await tx.append(exhaust(escalation, resolve))
    return
  }
  const incident = (await readIncident(tx.sql, id))!
  const world: World = {
    resolve,
    leftOut: (step) => leftOutBy(step, incident, escalation.zone, tx.nowMs),
    answersWithinMs: (party) => answersWithinMs(model, party),
  }
  await tx.append(...executeDue(escalation, dueMs, tx.nowMs, world, hurried))
  const { dueAt } = (await readEscalation(tx.sql, id))!
  await waitFor(tx, id, Date.parse(dueAt!))
}

async function goOnFor(
  tx: Transaction,
  { workload, instance }: { readonly workload: string; readonly instance: string },
): Promise<void> {
  const incident = await findOpenByInstance(tx.sql, workload, instance)
  if (incident) await goOn(tx, incident.id)
}

/** What was due while it was quiet is done now. */
async function goOn(tx: Transaction, id: string): Promise<void> {
  const escalation = await readEscalation(tx.sql, id)
  if (escalation?.state === 'running' && escalation.dueAt === null) await advance(tx, id, tx.nowMs)
}

/** Why nobody is to be told of any alarm of an incident, in words; undefined when somebody is. */
async function quietReason(tx: Transaction, id: string): Promise<string | undefined> {
  const incident = (await readIncident(tx.sql, id))!
  const raised = incident.alarms.filter(({ clearedAt }) => clearedAt === null)
  if (raised.length === 0) return undefined
  // Puts the reasons of all on record as they are by now.
  await isSuppressed(tx, incident.workload, raised[0]!.instance)
  const open = await readOpenAlarms(tx.sql, incident.workload)
  const reasons = raised.map(
    ({ instance }) => open.find((one) => one.instance === instance && isQuieting(one))?.reasons,
  )
  return reasons.every((one) => one !== undefined) ? reasons[0]![0]!.why : undefined
}

async function waitFor(tx: Transaction, incident: string, dueMs: number): Promise<void> {
  const { cycle } = (await readEscalation(tx.sql, incident))!
  const data: StepTimer = { incident, cycle, dueMs }
  await tx.setTimer({ key: stepKey(incident), purpose: 'escalation.step', dueMs, data })
}

function watchHold(tx: Transaction, incident: string, until: string): Promise<void> {
  return tx.setTimer({
    key: ackKey(incident),
    purpose: 'escalation.hold',
    dueMs: Date.parse(until),
    data: { incident },
  })
}
