import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLog } from '#base'
import { dumpProjections, modelApplied, rebuildProjections, timers } from '#ledger'
import { revisions } from '#model'
import {
  answerStep,
  cancelRun,
  createEngine,
  type Engine,
  type ProcedureContext,
  projections,
  type Run,
  readOutput,
  readRun,
  startRun,
} from '#procedures'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const SECRET = 'correct-horse-battery'
const folder = mkdtempSync(join(tmpdir(), 'opsplane-procedures-'))
let store: TestLedger
const engines: Engine[] = []

const document = (id: string, body: string, front = '') => ({
  id,
  path: `procedures/${id}.md`,
  text: `---\nopsplane: procedure/v1\nkind: runbook\nid: ${id}\nowner: team-a\nsecrets: [vault-key]\n${front}---\n# ${id}\n${body}`,
})
const sh = (attributes: string, script: string) => `\n\`\`\`sh {${attributes}}\n${script}\n\`\`\`\n`
const note = (word: string) => `echo ${word} >> "$NOTES"`

const procedures = [
  document(
    'good',
    `${sh('name=one idempotent', `${note('one')}\necho "size=3" >> "$OPS_OUTPUT"`)}${sh('name=two idempotent if="steps.one.out.size == \\"3\\""', note('two'))}`,
  ),
  document(
    'fails',
    `${sh('name=one idempotent rollback=undo-one', note('one'))}${sh('name=two idempotent rollback=undo-two', note('two'))}${sh('name=three idempotent', 'echo no luck >&2; exit 3')}${sh('name=undo-one on=rollback idempotent', note('undo-one'))}${sh('name=undo-two on=rollback idempotent', note('undo-two'))}${sh('name=tidy on=always idempotent', note('tidy'))}`,
    'onFailure: rollback\n',
  ),
  document(
    'people',
    `\n- [ ] Say why <!-- ops: {name=why input=text} -->\n- [ ] Agree <!-- ops: {name=agree approve=1 not=requester} -->\n${sh('name=do idempotent', note('done'))}`,
  ),
  document('slow', sh('name=sleep idempotent timeout=1s', 'sleep 30')),
  document(
    'hidden',
    sh(
      'name=use idempotent secret=vault-key',
      'cat "$OPS_SECRETS/vault-key"; echo; echo "key=$(cat "$OPS_SECRETS/vault-key")" >> "$OPS_OUTPUT"',
    ),
  ),
  document(
    'once',
    `${sh('name=pay verify=paid', `${note('paid')}\ntouch "$NOTES.held"\nwhile [ ! -e "$NOTES.go" ]; do sleep 0.05; done`)}${sh('name=paid effect=read on=never', 'grep -q paid "$NOTES"')}`,
  ),
  document(
    'long',
    `${sh('name=one idempotent rollback=undo-one', note('one'))}${sh('name=wait idempotent', 'touch "$NOTES.waits"; sleep 30')}${sh('name=undo-one on=rollback idempotent', note('undo-one'))}`,
  ),
  document('clean', sh('name=env idempotent', 'env | sort')),
]

const context = (): ProcedureContext => ({
  queryInstant: async () => [],
  fetch,
  secrets: (name) => (name === 'vault-key' ? SECRET : undefined),
  environment: { NOTES: notes() },
})
let current = 'start'
const notes = () => join(folder, current)
const written = () => (existsSync(notes()) ? readFileSync(notes(), 'utf8').trim().split('\n') : [])

function engineOf(owner: string): Engine {
  const engine = createEngine({
    ledger: store.ledger,
    context: context(),
    log: silentLog,
    owner,
    leaseMs: 1_000,
  })
  engines.push(engine)
  return engine
}

beforeAll(async () => {
  store = await freshLedger({ projections: [timers, revisions, ...projections] })
  const manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    resources: [{ kind: 'environment', name: 'production', spec: { level: 3 } }],
    procedures,
  }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        workload: 'shop',
        revision: 1,
        hash: 'h',
        previous: null,
        changes: [],
        size: { resources: 1, values: 1 },
        reverse: '',
        undoOf: null,
        manifest,
      }),
    ),
  )
})
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()))
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(procedure: string): Promise<Run> {
  current = procedure
  return startRun(store.ledger, { workload: 'shop', procedure, by: 'person:ann' })
}
const seen = async (id: string) => (await readRun(store.database.sql, id))!
const states = (run: Run) => Object.fromEntries(run.steps.map(({ step, state }) => [step, state]))

async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const found = await ask()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`)
    await pause(20)
  }
}

test('a run goes through its steps, and a later one sees what an earlier one said', async () => {
  const { id } = await start('good')
  await engineOf('a').settle()
  const run = await seen(id)
  expect(run.state).toBe('succeeded')
  expect(written()).toEqual(['one', 'two'])
  expect(run.steps[0]!.outputs).toMatchObject({ exit: 0, out: { size: '3' } })
  const facts = await store.ledger.read({ subject: id })
  expect(facts.map(({ type }) => type)).toEqual([
    'procedure.started',
    'step.started',
    'step.succeeded',
    'step.started',
    'step.succeeded',
    'procedure.ended',
  ])
})

test('a failure is taken back in the reverse order, and what is always done is done', async () => {
  const { id } = await start('fails')
  await engineOf('a').settle()
  const run = await seen(id)
  expect(run.state).toBe('rolled-back')
  expect(written()).toEqual(['one', 'two', 'undo-two', 'undo-one', 'tidy'])
  expect(run.steps.find(({ step }) => step === 'three')!.summary).toBe('exit 3: no luck')
})

test('people are asked, and whoever started it may not approve it', async () => {
  const { id } = await start('people')
  const engine = engineOf('a')
  await engine.settle()
  expect((await seen(id)).state).toBe('waiting')
  const answer = (by: string, choice: string, more = {}) =>
    answerStep(store.ledger, { run: id, choice, by: `person:${by}`, may: () => true, ...more })
  await expect(answer('ann', 'done')).rejects.toThrow('the step asks for words')
  await answer('ann', 'done', { input: 'the disk is full' })
  await engine.settle()
  await expect(answer('ann', 'approve')).rejects.toThrow(
    'whoever started the run may not approve it',
  )
  await expect(
    answerStep(store.ledger, { run: id, choice: 'approve', by: 'person:eve', may: () => false }),
  ).rejects.toMatchObject({ kind: 'forbidden' })
  await expect(answer('bob', 'maybe')).rejects.toThrow('no choice')
  await answer('bob', 'approve')
  await engine.settle()
  expect((await seen(id)).state).toBe('succeeded')
  expect(written()).toEqual(['done'])
})

test('a step that takes too long is ended with everything it started', async () => {
  const { id } = await start('slow')
  await engineOf('a').settle()
  const run = await seen(id)
  expect(run.steps[0]!.summary).toBe('took longer than 1 s')
  // A person started it, so a person is asked what now.
  expect(run.steps[0]!.waiting?.for).toBe('failure')
  await cancelRun(store.ledger, { run: id, by: 'person:ann', reason: 'enough' })
  await engineOf('a').settle()
  expect((await seen(id)).state).toBe('cancelled')
})

test('a secret reaches the step and nothing else', async () => {
  const { id } = await start('hidden')
  await engineOf('a').settle()
  const run = await seen(id)
  expect(run.state).toBe('succeeded')
  const output = await readOutput(store.database.sql, id, 'use')
  const everything = JSON.stringify([await store.ledger.read({ limit: 1_000 }), run, output])
  expect(everything).not.toContain(SECRET)
  expect(output[0]!.text).toBe('***')
})

test('a script sees nothing of the server', async () => {
  process.env.OPSPLANE_TEST_LEAK = 'leak'
  const { id } = await start('clean')
  await engineOf('a').settle()
  const text = (await readOutput(store.database.sql, id, 'env')).map((line) => line.text).join('\n')
  expect(text).toContain(`OPS_RUN=${id}`)
  expect(text).not.toContain('leak')
  expect(text).not.toContain('OPSPLANE_')
})

describe('a server that dies in mid-step', () => {
  test('the step is uncertain, its script is ended, and its verifier settles it without doing it again', async () => {
    const { id } = await start('once')
    const first = engineOf('first')
    await first.start()
    await until('the step runs', () => existsSync(`${notes()}.held`))
    const [{ process_group: group } = { process_group: 0 }] = await store.database.sql<{
      process_group: number
    }>`
      select process_group from step_process where run = ${id}`
    // As if it were gone: its lease is over, and it has not written an outcome.
    await store.database.script(
      `update lease set until = '-infinity', owner = 'gone' where key = 'run:${id}'`,
    )
    const second = engineOf('second')
    await second.start()
    const run = await until('the run ends', async () => {
      const found = await seen(id)
      return found.endedAt ? found : undefined
    })
    expect(run.state).toBe('succeeded')
    expect(written()).toEqual(['paid'])
    const types = (await store.ledger.read({ subject: id })).map(({ type }) => type)
    expect(types).toContain('step.uncertain')
    expect(
      (await store.ledger.read({ subject: id, types: ['step.succeeded'] })).at(-1)!.data,
    ).toMatchObject({ verified: true })
    await until('the orphan has ended', () => !isAlive(group))
    await Promise.all([first.stop(), second.stop()])
  })

  test('an orderly stop lets go, and the next start goes on', async () => {
    const { id } = await start('long')
    const first = engineOf('first')
    await first.start()
    await until('the step runs', () => existsSync(`${notes()}.waits`))
    await first.stop()
    expect(states(await seen(id))).toEqual({ one: 'succeeded', wait: 'running' })
    await cancelRun(store.ledger, { run: id, by: 'person:ann', reason: 'not now' })
    const second = engineOf('second')
    await second.start()
    const run = await until('the run ends', async () => {
      const found = await seen(id)
      return found.endedAt ? found : undefined
    })
    await second.stop()
    expect(run.state).toBe('cancelled')
    expect(written()).toContain('undo-one')
  })
})

test('runs dropped and rebuilt are the same', async () => {
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
