/** 2.8: recovery is practised, with real faults. */
import { type Drill, listDrills } from '#prepare'
import { coverage, declared } from '../coverage.ts'
import { definePractice, FEWEST, type Source, WINDOW_MS } from '../practice.ts'

const MOST_DRILLS = 1_000

export const practisedRecovery = definePractice({
  id: '2.8',
  question: 2,
  title: 'Practice recovery',
  quote: 'game days, and failure injection',
  unmeasured: [
    'A restore that was read back and compared, for each component with data',
    'Data loss against the recovery point objective',
    'Findings of drills are closed within 30 days',
  ],
  async collect({ sql, model, nowMs }) {
    const experiments = model.all('experiment')
    const all = await listDrills(sql, { workload: model.workload, limit: MOST_DRILLS })
    // Without a fault nothing was practised, whatever else was done.
    const drills = all.filter(
      ({ faultAt, finishedAt }) =>
        faultAt !== null && finishedAt !== null && nowMs - Date.parse(finishedAt) <= WINDOW_MS,
    )
    return [
      coverage({
        name: 'failures-have-experiments',
        level: 'D',
        what: 'Critical alarms have an experiment that raises them',
        atLeast: 0.7,
        sources: model
          .all('alarm')
          .filter(({ spec }) => spec.severity === 'critical')
          .map(({ name, spec }) =>
            declared(
              `alarm:${name}`,
              spec.title,
              !experiments.some(({ spec }) => spec.expect.alarm === `alarm:${name}`) &&
                'no experiment raises it',
            ),
          ),
        whenEmpty: 'no critical alarm is declared',
      }),
      {
        ...coverage({
          name: 'drilled-lately',
          level: 'X',
          what: 'A drill with a real fault in 90 days',
          atLeast: 0,
          sources: drills.map((drill) => source(drill, true, resultOf(drill))),
          whenEmpty: 'no fault was injected in 90 days',
        }),
        rule: 'at least one',
      },
      coverage({
        name: 'experiments-drilled',
        level: 'X',
        what: 'Experiments were drilled in 90 days, and their fault was taken back',
        atLeast: 1,
        sources: experiments.map(({ name, spec }): Source => {
          const last = drills.find(({ experiment }) => experiment === name)
          return {
            ref: `experiment:${name}`,
            title: spec.title,
            ok: last?.reverted === true,
            reason: last ? resultOf(last) : 'not drilled in 90 days',
            at: last?.finishedAt ?? null,
          }
        }),
        whenEmpty: 'no experiment is declared',
      }),
      coverage({
        name: 'faults-detected',
        level: 'E',
        what: 'The expected alarm was raised in time',
        atLeast: 0.9,
        fewest: FEWEST,
        sources: drills.map((drill) =>
          source(drill, metOf(drill, 'alarm-raised'), resultOf(drill)),
        ),
        whenEmpty: 'no fault was injected in 90 days',
      }),
      coverage({
        name: 'recovered-in-time',
        level: 'E',
        what: 'The workload recovered in the time that was promised',
        atLeast: 0.95,
        fewest: FEWEST,
        sources: drills.map((drill) =>
          source(drill, metOf(drill, 'alarm-cleared'), resultOf(drill)),
        ),
        whenEmpty: 'no fault was injected in 90 days',
      }),
    ]
  },
})

function source(drill: Drill, ok: boolean, reason: string): Source {
  return { ref: drill.id, title: drill.title, ok, reason, at: drill.finishedAt }
}

function resultOf({ number, outcome, score }: Drill): string {
  return `DRILL-${number} ${outcome}, ${score} of 100`
}

function metOf(drill: Drill, name: string): boolean {
  return drill.expectations.some((one) => one.name === name && one.state === 'met')
}
