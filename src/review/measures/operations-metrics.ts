/** 3.4: whether operations do well is measured: of alarms, whether they are answered and whether they are worth it. */
import { type AlarmQuality, FEWEST_FIRINGS, readAlarmQuality } from '#operate'
import { coverage, declared } from '../coverage.ts'
import { definePractice, type Source, WINDOW_MS } from '../practice.ts'

type Finding = AlarmQuality['findings'][number]

/** What makes people stop trusting an alarm. One that never fired is counted where alarms are tried. */
const HARMFUL: Partial<Record<Finding, string>> = {
  noisy: 'it wakes people for nothing',
  'without-action': 'nobody ever does anything',
  flapping: 'it is raised and cleared again and again',
  duplicate: 'another alarm says the same',
  unseeing: 'it was without data for long',
}

export const operationsMetrics = definePractice({
  id: '3.4',
  question: 3,
  title: 'Operations metrics',
  quote: 'operations metrics',
  unmeasured: ['How deployments and the work of people do, beside targets'],
  async collect({ sql, model, nowMs }) {
    const quality = await readAlarmQuality(sql, model, { fromMs: nowMs - WINDOW_MS, toMs: nowMs })
    const told = quality.filter(({ fired, quiet }) => fired > quiet)
    return [
      coverage({
        name: 'alarms-escalated',
        level: 'D',
        what: 'Every alarm that is more than information has a path of people, so that answers can be counted',
        atLeast: 1,
        sources: model
          .all('alarm')
          .filter(({ spec }) => spec.severity !== 'info')
          .map(({ name, spec }) =>
            declared(`alarm:${name}`, spec.title, !spec.escalation && 'no escalation is named'),
          ),
        whenEmpty: 'no alarm is declared',
      }),
      coverage({
        name: 'alarms-acknowledged-or-acted',
        level: 'X',
        what: 'In 90 days somebody or a procedure has answered what was told',
        atLeast: 0.8,
        sources: told.flatMap(answersOf),
        whenEmpty: 'no alarm was told in 90 days',
      }),
      coverage({
        name: 'alarms-trusted',
        level: 'E',
        what: `Of the alarms that were raised ${FEWEST_FIRINGS} times or more in 90 days, none is noisy, flapping, blind or said twice`,
        atLeast: 0.9,
        sources: quality.filter(({ fired }) => fired >= FEWEST_FIRINGS).map(trusted),
        whenEmpty: `no alarm was raised ${FEWEST_FIRINGS} times in 90 days`,
      }),
    ]
  },
})

/** One for each time that it was told and is over. */
function answersOf({ alarm, title, acted, unacted }: AlarmQuality): Source[] {
  const one = (ok: boolean): Source => ({
    ref: `alarm:${alarm}`,
    title,
    ok,
    reason: ok ? 'answered' : 'over, and nobody had done anything',
    at: null,
  })
  return [
    ...Array.from({ length: acted }, () => one(true)),
    ...Array.from({ length: unacted }, () => one(false)),
  ]
}

function trusted({ alarm, title, fired, findings }: AlarmQuality): Source {
  const harmful = findings.flatMap((finding) => HARMFUL[finding] ?? [])
  return {
    ref: `alarm:${alarm}`,
    title,
    ok: harmful.length === 0,
    reason: harmful.join('; ') || `raised ${fired} times, and nothing is wrong with it`,
    at: null,
  }
}
