import { describe, expect, test } from 'vitest'
import { parseProcedure } from '../document/parse.ts'
import { decideMove, type Move } from './decide.ts'
import type { Run, RunStep } from './run.ts'

const NOW = Date.parse('2026-01-05T09:00:00Z')
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString()

const FRONT = `---
opsplane: procedure/v1
kind: runbook
owner: a
---
# x
`
const BODY = `
\`\`\`sh {name=one idempotent rollback=undo-one retry=1}
one
\`\`\`
\`\`\`sh {name=two verify=seen rollback=undo-two}
two
\`\`\`
\`\`\`sh {name=seen effect=read}
seen
\`\`\`
- [ ] Agree <!-- ops: {name=agree approve=2 by=role:sre not=requester timeout=10m} -->
\`\`\`sh {name=undo-one on=rollback idempotent}
undo one
\`\`\`
\`\`\`sh {name=undo-two on=rollback idempotent}
undo two
\`\`\`
\`\`\`sh {name=tidy on=always idempotent}
tidy
\`\`\`
`

function runOf(
  steps: readonly RunStep[],
  over: Partial<Run> = {},
  body = BODY,
  front = FRONT,
): Run {
  const { plan } = parseProcedure(front + body, { path: 'x.md' })
  return {
    id: 'run_1',
    workload: 'shop',
    procedure: 'x',
    environment: 'production',
    title: 'x',
    kind: plan!.kind,
    state: 'running',
    trigger: 'alarm',
    alarm: null,
    incident: null,
    params: {},
    dry: false,
    hash: '',
    plan: plan!,
    startedBy: 'reaction:procedures',
    correlation: '',
    fact: '',
    createdAt: at(-60),
    cancelReason: null,
    reason: null,
    endedAt: null,
    steps,
    ...over,
  }
}

let position = 0
const step = (name: string, state: RunStep['state'], over: Partial<RunStep> = {}): RunStep => ({
  step: name,
  state,
  attempt: 1,
  effect: 'change',
  compensates: null,
  summary: null,
  outputs: {},
  waiting: null,
  answers: [],
  startedAt: at(-30),
  retryAt: null,
  endedAt: state === 'succeeded' || state === 'failed' ? at(-10) : null,
  donePosition: state === 'succeeded' ? ++position : null,
  ...over,
})
const answer = (choice: string, by: string) => ({
  choice,
  by: `person:${by}`,
  reason: null,
  input: null,
  at: at(-5),
})
const brief = (move: Move) =>
  [move.do, 'step' in move ? move.step.name : 'state' in move ? move.state : ''].join(' ').trim()
const next = (steps: readonly RunStep[], over: Partial<Run> = {}) =>
  brief(decideMove(runOf(steps, over), NOW))
const done = [step('one', 'succeeded'), step('two', 'succeeded'), step('seen', 'succeeded')]

describe('the flow', () => {
  test.each([
    ['the first step', [], 'perform one'],
    ['the next one', [step('one', 'succeeded')], 'perform two'],
    ['a skipped one is done', [step('one', 'skipped')], 'perform two'],
    ['people are asked', done, 'wait agree'],
    ['finalisers, then the end', [...done, step('agree', 'succeeded')], 'perform tidy'],
    ['the end', [...done, step('agree', 'succeeded'), step('tidy', 'succeeded')], 'end succeeded'],
  ])('%s', (_, steps, expected) => {
    expect(next(steps)).toBe(expected)
  })
})

describe('nobody saw it end', () => {
  test.each([
    ['it is doubted first', [step('one', 'running')], 'doubt one'],
    ['idempotent: again', [step('one', 'uncertain')], 'perform one'],
    [
      'with a verifier: it is asked',
      [step('one', 'succeeded'), step('two', 'uncertain')],
      'verify two',
    ],
  ])('%s', (_, steps, expected) => {
    expect(next(steps)).toBe(expected)
  })
  test('with neither, a person says', () => {
    const body = '\n```sh {name=pay verify=look}\npay\n```\n'
    const waiting = { for: 'uncertain', prompt: '', choices: [], by: [], until: null } as const
    const ask = (steps: RunStep[]) => brief(decideMove(runOf(steps, {}, body), NOW))
    // The verifier it names is gone from the document, so nobody can be asked but people.
    expect(ask([step('pay', 'uncertain')])).toBe('wait pay')
    const told = (choice: string) =>
      ask([step('pay', 'waiting', { waiting, answers: [answer(choice, 'ann')] })])
    expect(told('happened')).toBe('succeed pay')
    expect(told('again')).toBe('perform pay')
    expect(told('abort')).toBe('fail pay')
  })
})

describe('approval', () => {
  const waiting = {
    for: 'approval',
    prompt: '',
    choices: [],
    by: ['role:sre'],
    until: at(60),
  } as const
  const agree = (...answers: ReturnType<typeof answer>[]) => [
    ...done,
    step('agree', 'waiting', { waiting, answers }),
  ]
  test.each([
    ['one of two is not enough', agree(answer('approve', 'ann')), 'rest'],
    [
      'the same person twice is one',
      agree(answer('approve', 'ann'), answer('approve', 'ann')),
      'rest',
    ],
    ['two people', agree(answer('approve', 'ann'), answer('approve', 'bob')), 'succeed agree'],
    ['a rejection ends it', agree(answer('approve', 'ann'), answer('reject', 'bob')), 'fail agree'],
  ])('%s', (_, steps, expected) => {
    expect(next(steps)).toBe(expected)
  })
  test('time never grants it', () => {
    const late = { ...waiting, until: at(-1) }
    expect(
      next([
        ...done,
        step('agree', 'waiting', { waiting: late, answers: [answer('approve', 'ann')] }),
      ]),
    ).toBe('fail agree')
  })
})

describe('failure', () => {
  const failed = step('two', 'failed', { summary: 'exit 1' })
  const one = step('one', 'succeeded')
  test.each([
    ['an alarm’s run takes back what can be taken back', [one, failed], {}, 'roll-back'],
    ['a person is asked', [one, failed], { startedBy: 'person:ann' }, 'wait two'],
    ['a retry waits for its time', [step('one', 'failed', { retryAt: at(5) })], {}, 'rest'],
    ['and then runs', [step('one', 'failed', { retryAt: at(-1) })], {}, 'perform one'],
    [
      'nothing to take back: it ends, finalisers first',
      [step('one', 'failed')],
      {},
      'perform tidy',
    ],
    ['a cancelled run is taken back', [one], { cancelReason: 'no' }, 'roll-back'],
    ['out of time', [one], { createdAt: at(-7_200) }, 'roll-back'],
  ])('%s', (_, steps, over, expected) => {
    expect(next(steps, over)).toBe(expected)
  })
})

describe('rollback', () => {
  const back = { state: 'rolling-back' as const }
  const two = step('two', 'succeeded', { donePosition: 20 })
  const one = step('one', 'succeeded', { donePosition: 10 })
  test.each([
    ['the last that ended goes first', [one, two], 'perform undo-two'],
    [
      'then the one before',
      [one, two, step('undo-two', 'succeeded', { compensates: 'two' })],
      'perform undo-one',
    ],
    [
      'one that fails does not stop the others',
      [one, two, step('undo-two', 'failed', { compensates: 'two' })],
      'perform undo-one',
    ],
    ['an uncertain step is taken back too', [step('two', 'uncertain')], 'perform undo-two'],
  ])('%s', (_, steps, expected) => {
    expect(next(steps, back)).toBe(expected)
  })
  test('the end says whether all was taken back', () => {
    const end = (state: 'succeeded' | 'failed') =>
      next([one, step('undo-one', state, { compensates: 'one' }), step('tidy', 'succeeded')], back)
    expect(end('succeeded')).toBe('end rolled-back')
    expect(end('failed')).toBe('end rollback-failed')
  })
})

describe('decisions', () => {
  const body = `
## Decide
<!-- ops: {decide=cause timeout=10m} -->
- If \`steps.look.value > 5.0\`: [Fix](#fix)
- If people know better: [Call](#call)
- Otherwise: [Call](#call)
## Fix
<!-- ops: {entry=jump} -->
\`\`\`sh {name=fix idempotent}
fix
\`\`\`
## Call
<!-- ops: {entry=jump} -->
\`\`\`sh {name=call idempotent}
call
\`\`\`
`
  const decide = (steps: RunStep[], text = body) => brief(decideMove(runOf(steps, {}, text), NOW))
  const look = (value: number | null) =>
    step('look', 'succeeded', { outputs: value === null ? {} : { value } })
  test('the first condition that is true', () => {
    const move = decideMove(runOf([look(7)], {}, body), NOW)
    expect(move).toMatchObject({ do: 'succeed', outputs: { choice: 'fix' } })
  })
  test('what is not known is not true: people are asked', () => {
    expect(decide([look(null)])).toBe('wait cause')
    expect(decide([look(1)])).toBe('wait cause')
  })
  test('only the chosen section runs', () => {
    expect(decide([step('cause', 'succeeded', { outputs: { choice: 'fix' } })])).toBe('perform fix')
    expect(
      decide([
        step('cause', 'succeeded', { outputs: { choice: 'fix' } }),
        step('fix', 'succeeded'),
      ]),
    ).toBe('end succeeded')
  })
})

test('a dry run changes nothing and asks nobody', () => {
  expect(next([], { dry: true })).toBe('skip one')
  expect(next([step('one', 'skipped'), step('two', 'skipped')], { dry: true })).toBe('perform seen')
})
