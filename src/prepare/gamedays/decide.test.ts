import { describe, expect, test } from 'vitest'
import { abort, afterActivity, afterCheckBefore, giveUp, meet, nextStep } from './decide.ts'
import type { Drill, DrillActivity, DrillExpectation, ExperimentActivity } from './drill.ts'
import { expectationsOf, outcomeOf, scoreOf } from './expectations.ts'

const NOW = Date.parse('2026-01-07T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()

const action = (name: string, pauses?: ExperimentActivity['pauses']): ExperimentActivity => ({
  type: 'action',
  name,
  provider: { type: 'process', path: name, arguments: [], timeout: 10 },
  ...(pauses ? { pauses } : {}),
})

const spec: Drill['spec'] = {
  title: 'It dies',
  description: '',
  environment: 'environment:production',
  'steady-state-hypothesis': { title: 'It is well', probes: [] },
  method: [action('kill'), action('kill another', { before: 5 })],
  rollbacks: [action('start')],
  expect: {
    alarm: 'alarm:down',
    raisedWithin: '30s',
    procedure: 'procedure:restart',
    recoveredWithin: '2m',
    notified: true,
  },
  abort: [],
}

const done = (
  phase: DrillActivity['phase'],
  index: number,
  more: Partial<DrillActivity> = {},
): DrillActivity => ({
  phase,
  index,
  name: '',
  state: 'succeeded',
  attempt: 1,
  epoch: 1,
  attemptedAt: iso(NOW),
  endedAt: iso(NOW),
  retryAt: null,
  output: '',
  reason: null,
  ...more,
})

const open = (name: string, more: Partial<DrillExpectation> = {}): DrillExpectation => ({
  name,
  title: name,
  limitMs: 30_000,
  weight: 10,
  state: 'open',
  at: null,
  afterMs: null,
  because: null,
  reason: null,
  ...more,
})

function drill(more: Partial<Drill> = {}): Drill {
  return {
    id: 'drl_1',
    workload: 'shop',
    number: 1,
    environment: spec.environment,
    experiment: 'down',
    title: spec.title,
    spec,
    signals: {},
    state: 'injecting',
    by: 'person:ann',
    startedAt: iso(NOW),
    startedPosition: 1,
    faultAt: iso(NOW),
    alarm: null,
    incident: null,
    run: null,
    abortedReason: null,
    revertingAt: null,
    reverted: null,
    outcome: null,
    reason: null,
    score: null,
    finishedAt: null,
    finishedPosition: null,
    activities: [],
    checks: [],
    expectations: [open('alarm-raised'), open('alarm-cleared'), open('steady-again')],
    ...more,
  }
}

const types = (facts: readonly { type: string }[]) => facts.map(({ type }) => type)
const fact = (afterMs: number) =>
  ({ id: 'fact_1', time: iso(NOW + afterMs) }) as Parameters<typeof meet>[2]

describe('the next step', () => {
  const attempted = done('method', 0, { state: 'attempted', endedAt: null })
  const rollback = (more: Partial<DrillActivity>) => [done('rollback', 0, more)]
  test.each<[string, Partial<Drill>, number, object]>([
    ['is the steady state first', { state: 'checking' }, 0, { kind: 'check', when: 'before' }],
    ['is the first action', {}, 0, { kind: 'act', phase: 'method', index: 0, attempt: 1 }],
    ['is nobody else’s action', { activities: [attempted] }, 0, { kind: 'in-hand' }],
    [
      'waits for a pause',
      { activities: [done('method', 0)] },
      4_999,
      { kind: 'wait', untilMs: NOW + 5_000 },
    ],
    [
      'comes after the pause',
      { activities: [done('method', 0)] },
      5_000,
      { kind: 'act', index: 1 },
    ],
    [
      'is to observe, all being done',
      { activities: [done('method', 0), done('method', 1)] },
      0,
      { kind: 'observe' },
    ],
    ['is the rollback', { state: 'reverting' }, 0, { kind: 'act', phase: 'rollback', attempt: 1 }],
    [
      'is no rollback while an action is in hand',
      { state: 'reverting', activities: [attempted] },
      0,
      { kind: 'in-hand' },
    ],
    [
      'waits to try a rollback again',
      { state: 'reverting', activities: rollback({ state: 'failed', retryAt: iso(NOW + 1_000) }) },
      0,
      { kind: 'wait' },
    ],
    [
      'tries a rollback again',
      { state: 'reverting', activities: rollback({ state: 'failed', retryAt: iso(NOW + 1_000) }) },
      1_000,
      { kind: 'act', phase: 'rollback', attempt: 2 },
    ],
    [
      'is the steady state last',
      { state: 'reverting', activities: rollback({}) },
      0,
      { kind: 'check', when: 'after' },
    ],
    ['is nothing after the end', { state: 'finished' }, 0, { kind: 'none' }],
  ])('%s', (_, more, afterMs, step) => {
    expect(nextStep(drill(more), NOW + afterMs)).toMatchObject(step)
  })
})

describe('an action that fails', () => {
  const turn = { phase: 'method', index: 0, attempt: 1 } as const
  test.each([true, false])('takes the fault back, uncertain: %s', (uncertain) => {
    const end = { kind: 'failed', reason: 'no', uncertain } as const
    expect(types(afterActivity(drill(), turn, end, NOW))).toEqual([
      'drill.activity-failed',
      'drill.aborted',
      'drill.expectation-missed',
      'drill.expectation-missed',
      'drill.rollback-started',
    ])
  })

  test('is tried again when it is a rollback, ten times', () => {
    const end = { kind: 'failed', reason: 'no', uncertain: false } as const
    const retryAt = (attempt: number) =>
      (
        afterActivity(
          drill({ state: 'reverting' }),
          { phase: 'rollback', index: 0, attempt },
          end,
          NOW,
        )[0]!.data as { retryAt: string | null }
      ).retryAt
    expect(retryAt(1)).toBe(iso(NOW + 1_000))
    expect(retryAt(9)).toBe(iso(NOW + 15_000))
    expect(retryAt(10)).toBeNull()
  })
})

describe('an abort', () => {
  test('without a fault ends the drill, with nothing to take back', () => {
    expect(types(abort(drill({ faultAt: null, state: 'checking' }), 'no', 'person:ann'))).toEqual([
      'drill.aborted',
      'drill.finished',
    ])
  })
  test.each(['reverting', 'finished'] as const)('comes too late when it is %s', (state) => {
    expect(abort(drill({ state }), 'no', 'person:ann')).toEqual([])
  })
})

test('a steady state that is not met is waited for, and then no fault is injected', () => {
  const probes = [{ name: 'up', value: 1, tolerance: 2, met: false, reason: '1 is not 2' }]
  const checking = drill({ state: 'checking', faultAt: null })
  expect(afterCheckBefore(checking, probes, NOW + 29_999)).toEqual([])
  const [, finished] = afterCheckBefore(checking, probes, NOW + 30_000)
  expect(finished!.data).toMatchObject({ outcome: 'not-run', score: null })
})

describe('what was expected', () => {
  test.each([
    [30_000, 'drill.expectation-met'],
    [30_001, 'drill.expectation-missed'],
  ])('after %d ms', (afterMs, type) => {
    expect(types(meet(drill(), 'alarm-cleared', fact(afterMs)))).toEqual([type])
  })

  test('ends the waiting when it is the last', () => {
    const last = drill({
      expectations: [
        open('alarm-raised', { state: 'met' }),
        open('alarm-cleared'),
        open('steady-again'),
      ],
    })
    expect(types(meet(last, 'alarm-cleared', fact(1_000)))).toEqual([
      'drill.expectation-met',
      'drill.rollback-started',
    ])
  })

  test('counts once', () => {
    const met = drill({ expectations: [open('alarm-raised', { state: 'met' })] })
    expect(meet(met, 'alarm-raised', fact(1_000))).toEqual([])
  })

  test('does not follow any more when the alarm was not raised', () => {
    expect(types(giveUp(drill(), 'alarm-raised'))).toEqual([
      'drill.expectation-missed',
      'drill.expectation-missed',
      'drill.rollback-started',
    ])
  })
})

describe('the result', () => {
  const expectations = [
    open('a', { state: 'met', weight: 25 }),
    open('b', { state: 'missed', weight: 75 }),
  ]
  const all = expectations.map((one) => ({ ...one, state: 'met' as const }))
  test.each([
    ['all came', all, null, true, 'passed'],
    ['some did not', expectations, null, true, 'failed'],
    ['aborted', all, 'a real incident', true, 'aborted'],
    ['the fault is still in', all, 'a real incident', false, 'failed'],
  ])('%s', (_, given, abortedReason, reverted, outcome) => {
    expect(outcomeOf({ expectations: given, abortedReason, reverted }).outcome).toBe(outcome)
  })
  test('is scored by weight', () => {
    expect(scoreOf(expectations)).toBe(25)
    expect(scoreOf(all)).toBe(100)
  })
})

test('what does not apply to an experiment is not expected', () => {
  const { procedure: _, ...rest } = spec.expect
  const names = expectationsOf({ ...spec, expect: { ...rest, notified: false } }).map(
    (one) => one.name,
  )
  expect(names).toEqual([
    'alarm-raised',
    'incident-opened',
    'alarm-cleared',
    'incident-resolved',
    'retrospective-opened',
    'steady-again',
  ])
})
