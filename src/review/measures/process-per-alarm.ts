/** 4.3: every alarm has a well-defined response and an owner who can be reached. */
import { alarmRaised, notificationQueued, procedureStarted } from '#ledger'
import { splitRef } from '#model'
import { FEWEST_FIRINGS, readAlarmQuality, readUnowned, whoIsOnCall } from '#operate'
import { coverage, declared } from '../coverage.ts'
import {
  definePractice,
  type Evidence,
  LONG_WINDOW_MS,
  type ReviewContext,
  SOON_MS,
  type Source,
  WINDOW_MS,
} from '../practice.ts'

const HOUR_MS = 3_600_000
const HOURS_AHEAD = 14 * 24

export const processPerAlarm = definePractice({
  id: '4.3',
  question: 4,
  title: 'A process per alarm',
  quote: 'a well-defined response ... a specifically identified owner',
  unmeasured: [],
  async collect(context) {
    const { model, nowMs } = context
    const alarms = model.all('alarm')
    const raised = await context.facts(alarmRaised, nowMs - LONG_WINDOW_MS)
    // Nobody was told of each change of what flaps, nor of what was over before it was known.
    const lately = raised.filter(
      ({ time, data }) =>
        nowMs - Date.parse(time) <= WINDOW_MS && !data.flapping && data.replayed !== 'history',
    )
    const started = await context.facts(procedureStarted, nowMs - WINDOW_MS - SOON_MS)
    const pages = (await context.facts(notificationQueued, nowMs - WINDOW_MS)).filter(
      ({ data }) => data.purpose === 'page',
    )
    return [
      coverage({
        name: 'alarms-owned',
        level: 'D',
        what: 'Every alarm has an owner who exists and a procedure that exists',
        atLeast: 1,
        sources: alarms.map(({ name, spec }) =>
          declared(
            `alarm:${name}`,
            spec.title,
            model.peopleOf(spec.owner).length === 0
              ? `nobody stands behind ${spec.owner}`
              : !model.procedure(splitRef(spec.procedure).name) && `${spec.procedure} is missing`,
          ),
        ),
        whenEmpty: 'no alarm is declared',
      }),
      coverage({
        name: 'alarms-answered',
        level: 'X',
        what: 'The procedure was started within 15 minutes of the alarm',
        atLeast: 0.9,
        sources: lately.map(({ id, time, data }): Source => {
          const procedure = data.procedure.replace(/^procedure:/, '')
          const run = started.find(
            (one) =>
              one.data.procedure === procedure &&
              Math.abs(Date.parse(one.time) - Date.parse(time)) <= SOON_MS,
          )
          return {
            ref: id,
            title: data.title,
            ok: run !== undefined,
            reason: run ? `${run.subject}, by ${run.data.trigger}` : `${procedure} was not started`,
            at: time,
          }
        }),
        whenEmpty: 'no alarm was raised in 90 days',
      }),
      ...(await unownedAlerts(context)),
      reachable(context),
      coverage({
        name: 'pages-name-procedure',
        level: 'X',
        what: 'Pages carry a link to the procedure',
        atLeast: 1,
        sources: pages.map(({ subject, time, data }) => {
          const ok = data.message.links.some(({ path }) => path.includes('/procedures/'))
          return {
            ref: subject,
            title: data.message.title,
            ok,
            reason: ok ? 'linked' : 'no link to a procedure',
            at: time,
          }
        }),
        whenEmpty: 'nobody was paged in 90 days',
      }),
      coverage({
        name: 'alarms-tried',
        level: 'E',
        what: 'Every alarm was raised in a year, in earnest or in a drill',
        atLeast: 1,
        sources: alarms.map(({ name, spec }): Source => {
          const last = raised.filter(({ data }) => data.alarm === name).at(-1)
          return {
            ref: `alarm:${name}`,
            title: spec.title,
            ok: last !== undefined,
            reason: last ? 'raised' : 'never raised',
            at: last?.time ?? null,
          }
        }),
        whenEmpty: 'no alarm is declared',
      }),
      await leadToAction(context),
    ]
  },
})

/** An alarm that ends by itself again and again, and nobody does anything, teaches people not to look. */
async function leadToAction({ sql, model, nowMs }: ReviewContext): Promise<Evidence> {
  const quality = await readAlarmQuality(sql, model, { fromMs: nowMs - WINDOW_MS, toMs: nowMs })
  const told = quality.filter(({ acted, unacted }) => acted + unacted >= FEWEST_FIRINGS)
  return coverage({
    name: 'alarms-lead-to-action',
    level: 'E',
    what: `Of the alarms that were told ${FEWEST_FIRINGS} times or more in 90 days, most times led to an action`,
    atLeast: 0.9,
    sources: told.map(
      ({ alarm, title, acted, unacted, precision }): Source => ({
        ref: `alarm:${alarm}`,
        title,
        ok: precision! >= 0.5,
        reason: `${acted} of ${acted + unacted} led to an action`,
        at: null,
      }),
    ),
    whenEmpty: `no alarm was told ${FEWEST_FIRINGS} times in 90 days`,
  })
}

/** Walks the first step of every escalation, hour by hour: is there always somebody? */
function reachable({ model, nowMs }: ReviewContext): Evidence {
  const sources = model.all('escalation').map(({ name, spec }): Source => {
    const targets = spec.steps[0]?.notify ?? []
    let covered = 0
    for (let hour = 0; hour < HOURS_AHEAD; hour++) {
      const atMs = nowMs + hour * HOUR_MS
      const somebody = targets.some((target) =>
        target.startsWith('rotation:')
          ? whoIsOnCall(model, target, atMs, []) !== undefined
          : target.startsWith('channel:') || model.peopleOf(target).length > 0,
      )
      if (somebody) covered++
    }
    return {
      ref: `escalation:${name}`,
      title: spec.title ?? name,
      ok: covered === HOURS_AHEAD,
      reason: `${covered} of ${HOURS_AHEAD} hours ahead have somebody`,
      at: null,
    }
  })
  return coverage({
    name: 'owner-reachable',
    level: 'X',
    what: 'The first step of every escalation reaches somebody in each hour of the next 14 days',
    atLeast: 1,
    sources,
    whenEmpty: 'no escalation is declared',
  })
}

/** What other systems send and nobody has declared an alarm for is a response that does not exist. */
async function unownedAlerts({ sql, model, nowMs }: ReviewContext): Promise<Evidence[]> {
  const unowned = await readUnowned(sql, model, nowMs)
  if (unowned.length === 0) return []
  const byName = new Map(unowned.map((alert) => [`${alert.source} ${alert.alertname}`, alert]))
  const evidence = coverage({
    name: 'alerts-owned',
    level: 'X',
    what: 'Alerts that other systems send belong to an alarm',
    atLeast: 1,
    sources: [...byName.values()].map(({ alertname, source, wayOut, receivedAt }) => ({
      ref: `alert:${alertname}`,
      title: `${alertname} of ${source}`,
      ok: false,
      reason: `nobody is told of it; declare ${wayOut}`,
      at: receivedAt,
    })),
    whenEmpty: 'no alert without an alarm was sent',
  })
  return [evidence]
}
