/** A drill waits for what the others do: their facts meet its expectations, a timer ends its patience. */
import {
  alarmCleared,
  alarmRaised,
  answer,
  answerTimer,
  defineReaction,
  drillFaultStarted,
  drillFinished,
  type Fact,
  incidentAlarmAdded,
  incidentOpened,
  incidentReopened,
  incidentResolved,
  type NewFact,
  notificationAccepted,
  procedureEnded,
  procedureStarted,
  retrospectiveOpened,
  retrospectiveRedrafted,
  type Transaction,
} from '#ledger'
import { giveUp, meet } from './decide.ts'
import type { Drill } from './drill.ts'
import { readDrill, runningDrills } from './read.ts'
import { allRecovered } from './recipients.ts'

const LIMIT = 'drill.limit'

interface Limit {
  readonly drill: string
  readonly name: string
}

export const awaitResponse = defineReaction('prepare.drills', [
  answer(drillFaultStarted, async ({ subject, time }, tx) => {
    const drill = (await readDrill(tx.sql, subject))!
    for (const { name, limitMs } of drill.expectations)
      if (name !== 'steady-again')
        await tx.setTimer({
          key: keyOf(subject, name),
          purpose: LIMIT,
          dueMs: Date.parse(time) + limitMs,
          data: { drill: subject, name } satisfies Limit,
        })
  }),
  answerTimer<Limit>(LIMIT, async ({ drill: id, name }, tx) => {
    const drill = await readDrill(tx.sql, id)
    if (drill && drill.state !== 'finished') await tx.append(...giveUp(drill, name))
  }),
  answer(drillFinished, async ({ subject }, tx) => {
    const drill = (await readDrill(tx.sql, subject))!
    for (const { name } of drill.expectations) await tx.cancelTimer(keyOf(subject, name))
  }),

  answer(alarmRaised, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) => {
      const { alarm, instance, group } = fact.data
      if (drill.spec.expect.alarm !== `alarm:${alarm}` || fact.data.replayed === 'history')
        return []
      const { correlation } = fact
      return meet(drill, 'alarm-raised', fact, { alarm: { instance, group, correlation } })
    }),
  ),
  answer(alarmCleared, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) =>
      drill.alarm?.instance === fact.data.instance && fact.data.replayed !== 'history'
        ? meet(drill, 'alarm-cleared', fact)
        : [],
    ),
  ),

  answer(incidentOpened, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) =>
      drill.alarm?.group === fact.data.group || followsAlarm(drill, fact)
        ? meet(drill, 'incident-opened', fact, { incident: fact.subject })
        : [],
    ),
  ),
  // The alarm of a drill may join an incident that is open, or that was over a moment ago.
  answer(incidentAlarmAdded, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) =>
      drill.alarm?.instance === fact.data.instance
        ? meet(drill, 'incident-opened', fact, { incident: fact.subject })
        : [],
    ),
  ),
  answer(incidentReopened, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) =>
      followsAlarm(drill, fact)
        ? meet(drill, 'incident-opened', fact, { incident: fact.subject })
        : [],
    ),
  ),
  answer(incidentResolved, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) =>
      drill.incident === fact.subject ? meet(drill, 'incident-resolved', fact) : [],
    ),
  ),

  answer(notificationAccepted, (fact, tx) =>
    eachDrill(tx, fact.data.workload, async (drill) => {
      const { incident, purpose } = fact.data
      if (incident === null || drill.incident !== incident) return []
      if (purpose === 'page') return meet(drill, 'page-accepted', fact)
      if (purpose !== 'recovery') return []
      const told = await allRecovered(tx.sql, drill, fact.position)
      return told ? meet(drill, 'recovery-accepted', fact) : []
    }),
  ),

  answer(procedureStarted, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) => {
      const { procedure, trigger, state, dry, incident } = fact.data
      // What a person has started, or must still accept, has not started by itself.
      const byItself = trigger === 'alarm' && state === 'queued' && !dry
      const expected = drill.spec.expect.procedure === `procedure:${procedure}`
      const ours = followsAlarm(drill, fact) || (incident !== null && incident === drill.incident)
      return byItself && expected && ours
        ? meet(drill, 'procedure-started', fact, { run: fact.subject })
        : []
    }),
  ),
  answer(procedureEnded, (fact, tx) =>
    eachDrill(tx, fact.data.workload, (drill) => {
      const { state, reason } = fact.data
      if (drill.run !== fact.subject) return []
      return state === 'succeeded'
        ? meet(drill, 'procedure-succeeded', fact)
        : giveUp(drill, 'procedure-succeeded', `it ended as ${state}: ${reason}`)
    }),
  ),

  answer(retrospectiveOpened, (fact, tx) => retrospective(fact, tx)),
  answer(retrospectiveRedrafted, (fact, tx) => retrospective(fact, tx)),
])

function retrospective(
  fact: Fact<string, { workload: string; incident: string }>,
  tx: Transaction,
): Promise<void> {
  return eachDrill(tx, fact.data.workload, (drill) =>
    drill.incident === fact.data.incident ? meet(drill, 'retrospective-opened', fact) : [],
  )
}

async function eachDrill(
  tx: Transaction,
  workload: string,
  decide: (drill: Drill) => readonly NewFact[] | Promise<readonly NewFact[]>,
): Promise<void> {
  for (const drill of await runningDrills(tx.sql))
    if (drill.workload === workload) await tx.append(...(await decide(drill)))
}

const followsAlarm = (drill: Drill, fact: Fact) => drill.alarm?.correlation === fact.correlation

const keyOf = (drill: string, name: string) => `drill:${drill}:${name}`
