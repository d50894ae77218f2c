/**
 * When those who were called hear of what has joined an incident: at intervals that are kept in the ledger, so that a
 * restart skips none and repeats none, or at once when it has become more urgent.
 */
import {
  answer,
  answerTimer,
  defineReaction,
  incidentAlarmAdded,
  incidentGrown,
  incidentPriorityChanged,
  incidentResolved,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { groupingFor, nextTellingMs } from '../oncall/index.ts'
import { isQuieting, isSuppressed, readOpenAlarms } from '../suppression/index.ts'
import type { Incident, IncidentAlarm } from './incident.ts'
import { readIncident } from './read.ts'

const PURPOSE = 'incident.joined'
const keyOf = (incident: string) => `incident-joined:${incident}`

export const tellJoined = defineReaction('operate.incidents.joined', [
  answer(incidentAlarmAdded, async ({ subject, data }, tx) => {
    if (data.announced !== false) return
    const incident = await readIncident(tx.sql, subject)
    if (incident?.state === 'open') await wait(tx, incident)
  }),
  // What a person chose, that person knows.
  answer(incidentPriorityChanged, async ({ subject, data }, tx) => {
    if (data.by !== undefined || data.to >= data.from) return
    await tellNow(tx, subject, 'priority')
  }),
  answerTimer<{ incident: string }>(PURPOSE, ({ incident }, tx) =>
    tellNow(tx, incident, 'interval'),
  ),
  answer(incidentResolved, ({ subject }, tx) => tx.cancelTimer(keyOf(subject))),
])

async function tellNow(
  tx: Transaction,
  id: string,
  reason: 'priority' | 'interval',
): Promise<void> {
  const incident = await readIncident(tx.sql, id)
  if (incident?.state !== 'open') return
  const waiting = incident.alarms.filter((one) => !one.announced && one.clearedAt === null)
  const joined = await heard(tx, incident, waiting)
  if (joined.length < waiting.length) await wait(tx, incident)
  if (joined.length === 0 && reason === 'interval') return
  const { workload, number, priority } = incident
  await tx.append(
    incidentGrown(id, {
      ...{ workload, number, priority, reason },
      joined: joined.map(({ alarm, instance, title }) => ({ alarm, instance, title })),
    }),
  )
}

/** Of those that are quiet by now nobody is told until they are not. */
async function heard(
  tx: Transaction,
  { workload }: Incident,
  waiting: readonly IncidentAlarm[],
): Promise<readonly IncidentAlarm[]> {
  if (waiting.length === 0) return []
  // Puts the reasons of all on record as they are by now.
  await isSuppressed(tx, workload, waiting[0]!.instance)
  const open = await readOpenAlarms(tx.sql, workload)
  const quiet = new Set(open.filter(isQuieting).map(({ instance }) => instance))
  return waiting.filter(({ instance }) => !quiet.has(instance))
}

async function wait(tx: Transaction, incident: Incident): Promise<void> {
  const { id, workload, alarm, owner, openedAt } = incident
  const { intervalMs } = groupingFor(await loadModel(tx.sql, workload), alarm, owner)
  const dueMs = nextTellingMs(Date.parse(openedAt), tx.nowMs, intervalMs)
  await tx.setTimer({ key: keyOf(id), purpose: PURPOSE, dueMs, data: { incident: id } })
}
