/** A drill puts a fault into a real process, watches the response, and always takes the fault out again. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import {
  alarmCleared,
  alarmRaised,
  dumpProjections,
  type Fact,
  incidentOpened,
  incidentResolved,
  modelApplied,
  type NewFact,
  notificationAccepted,
  procedureEnded,
  procedureStarted,
  rebuildProjections,
  retrospectiveOpened,
  takeLease,
  timers,
} from '#ledger'
import { loadModel, revisions } from '#model'
import {
  abortDrill,
  createDrillWorker,
  type DrillWorker,
  findDrill,
  listExperiments,
  openGuard,
  projections,
  reactions,
  readDrillTimeline,
  startDrill,
} from '#prepare'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const SECOND = 1_000
let clock: ManualClock
let store: TestLedger
let folder: string
let target: ChildProcess
let signals: Record<string, number | null>
let worker: DrillWorker
let server: Server | undefined

beforeEach(async () => {
  clock = new ManualClock(Date.parse('2026-01-07T12:00:00Z'))
  folder = mkdtempSync(join(tmpdir(), 'opsplane-drill-'))
  signals = { up: 100, errors: 0 }
  target = startTarget()
  store = await freshLedger({
    projections: [timers, revisions, ...projections],
    reactions,
    clock,
  })
  worker = workerOf('node-1')
  await applyModel()
})
afterEach(async () => {
  target.kill('SIGKILL')
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await worker.stop()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The process that the drill hurts: a real one. */
function startTarget(): ChildProcess {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
}

function workerOf(owner: string, more: { guardFolder?: string } = {}): DrillWorker {
  return createDrillWorker({
    ledger: store.ledger,
    log: silentLog,
    owner,
    context: {
      variables: { TARGET: String(target.pid), FOLDER: folder, NODE: process.execPath },
      folder,
      querySignal: async (query) => signals[query] ?? null,
      fetch,
      nowMs: () => clock.now(),
      ...more,
    },
  })
}

/** A variable as it is written in an experiment. */
const given = (name: string) => `\${${name}}`

const node = (name: string, script: string, ...words: string[]) => ({
  type: 'action',
  name,
  provider: {
    type: 'process',
    path: given('NODE'),
    arguments: ['-e', script, ...words],
    timeout: 10,
  },
})
const KILL = node('kill it', 'process.kill(Number(process.argv[1]), "SIGKILL")', given('TARGET'))
const note = (word: string) =>
  node(
    word,
    'require("fs").appendFileSync(process.argv[1], process.argv[2] + "\\n")',
    `${given('FOLDER')}/log`,
    word,
  )

async function applyModel(more: Record<string, unknown> = {}): Promise<void> {
  const up = { type: 'probe', name: 'it is up', tolerance: { type: 'range', range: [95, 100] } }
  const spec = {
    title: 'The target dies',
    description: 'It comes back.',
    environment: 'environment:production',
    'steady-state-hypothesis': {
      title: 'Customers are served',
      probes: [{ ...up, provider: { type: 'signal', signal: 'signal:up' } }],
    },
    method: [KILL],
    rollbacks: [note('back')],
    expect: {
      alarm: 'alarm:down',
      procedure: 'procedure:restart',
      raisedWithin: '30s',
      recoveredWithin: '2m',
      notified: true,
    },
    abort: [{ signal: 'signal:errors', when: '> 50', for: '5s' }],
    ...more,
  }
  const [newest] = await store.ledger.read({
    types: ['model.applied'],
    newestFirst: true,
    limit: 1,
  })
  await append(
    modelApplied('workload:shop', {
      workload: 'shop',
      revision: newest ? 2 : 1,
      hash: JSON.stringify(more),
      previous: null,
      changes: [],
      size: { resources: 0, values: 0 },
      reverse: '',
      undoOf: null,
      manifest: {
        format: 'opsplane/v1',
        workload: 'shop',
        procedures: [],
        resources: [
          { kind: 'signal', name: 'up', spec: { query: 'up' } },
          { kind: 'signal', name: 'errors', spec: { query: 'errors' } },
          { kind: 'experiment', name: 'target-down', spec },
        ],
      },
    }),
  )
}

async function append(fact: NewFact, cause?: Fact): Promise<Fact> {
  const [taken] = await store.ledger.transact({ actor: 'service:other', cause }, (tx) =>
    tx.append(fact),
  )
  return taken!
}

async function settle(): Promise<void> {
  await store.settle()
  await worker.settle()
  await store.settle()
}

const start = () =>
  startDrill(store.ledger, { workload: 'shop', experiment: 'target-down', by: 'person:ann' })
const drill = async (name = 'DRILL-1') =>
  (await findDrill(store.ledger.database.sql, 'shop', name))!
const rollbacks = () => {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

const instance = {
  workload: 'shop',
  alarm: 'down',
  instance: 'i1',
  labels: {},
  version: 'v1',
  tickAt: '',
  value: 3,
}
const inc = { workload: 'shop', number: 1 }

async function raise(): Promise<Fact> {
  return append(
    alarmRaised('alarm:down', {
      ...instance,
      since: '',
      reason: 'condition',
      title: 'It is down',
      severity: 'critical',
      owner: 'team:shop',
      procedure: 'restart',
      protects: ['outcome:orders'],
      group: 'down',
    }),
  )
}
const open = (cause: Fact) =>
  append(
    incidentOpened('inc_1', {
      ...inc,
      title: 'It is down',
      group: 'down',
      priority: 'P1',
      priorityReason: 'orders (weight 10) suffers',
      outcomes: ['outcome:orders'],
      severity: 'critical',
      alarm: 'down',
      instance: 'i1',
      owner: 'team:shop',
      procedure: 'restart',
      occurredAt: new Date(clock.now()).toISOString(),
      recurrenceOf: null,
    }),
    cause,
  )
const message = (purpose: 'page' | 'recovery', recipient: string, cause: Fact) =>
  append(
    notificationAccepted(`ntf_${purpose}_${recipient}`, {
      workload: 'shop',
      incident: 'inc_1',
      purpose,
      recipient,
      attempt: 1,
      response: '250 ok',
      latencyMs: 12,
    }),
    cause,
  )
const run = { workload: 'shop', procedure: 'restart', incident: 'inc_1' }
const startRun = (cause: Fact, trigger: 'alarm' | 'person' = 'alarm') =>
  append(
    procedureStarted(`run_${trigger}`, {
      ...run,
      environment: 'production',
      title: 'Restart',
      kind: 'runbook',
      state: 'queued',
      trigger,
      alarm: 'down',
      dedupe: null,
      params: {},
      dry: false,
      hash: '',
      plan: null,
    }),
    cause,
  )
const endRun = (cause: Fact, state: 'succeeded' | 'failed' = 'succeeded') =>
  append(
    procedureEnded('run_alarm', {
      ...run,
      state,
      reason: 'a step failed',
      ms: 900,
      steps: { total: 2, machine: 2, people: 0 },
    }),
    cause,
  )
const clear = () =>
  append(alarmCleared('alarm:down', { ...instance, group: 'down', reason: 'condition' }))
const resolve = (cause: Fact) =>
  append(
    incidentResolved('inc_1', {
      ...inc,
      title: 'It is down',
      priority: 'P1',
      outcomes: [],
      reason: 'all alarms cleared',
      by: 'alarms',
      openedAt: '',
    }),
    cause,
  )
const retrospective = (cause: Fact) =>
  append(
    retrospectiveOpened('ret_1', {
      workload: 'shop',
      number: 1,
      incident: 'inc_1',
      incidentNumber: 1,
      title: 'It is down',
      priority: 'P1',
      outcomes: [],
      owner: 'team:shop',
      drill: null,
      dueAt: '',
      timeline: [],
      occurredAt: '',
      detectedAt: '',
      acknowledgedAt: null,
      resolvedAt: '',
      ttdMs: 0,
      ttaMs: null,
      ttrMs: 0,
    }),
    cause,
  )

const exited = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((done) => child.once('exit', () => done()))

describe('a drill', () => {
  test('kills a real process, hears of the response in order, takes the fault out and is scored', async () => {
    await start()
    await settle()
    await exited(target)
    expect(target.signalCode).toBe('SIGKILL')
    expect(await drill()).toMatchObject({ state: 'observing' })

    clock.advance(2 * SECOND)
    const raised = await raise()
    const opened = await open(raised)
    clock.advance(1 * SECOND)
    await message('page', 'person:ann', opened)
    await message('page', 'channel:room', opened)
    await startRun(opened, 'person')
    const started = await startRun(opened)
    clock.advance(1 * SECOND)
    await endRun(started)
    await settle()
    expect((await drill()).incident).toBe('inc_1')

    clock.advance(20 * SECOND)
    const cleared = await clear()
    const resolved = await resolve(cleared)
    await message('recovery', 'person:ann', resolved)
    await settle()
    // One of the two who were paged has not heard that it is over.
    expect(
      (await drill()).expectations.find(({ name }) => name === 'recovery-accepted'),
    ).toMatchObject({ state: 'open' })
    await message('recovery', 'channel:room', resolved)
    await settle()
    expect(rollbacks()).toEqual([])
    clock.advance(1 * SECOND)
    await retrospective(resolved)
    await settle()

    const done = await drill()
    expect(done).toMatchObject({ state: 'finished', outcome: 'passed', score: 100, reverted: true })
    expect(rollbacks()).toEqual(['back'])
    expect(done.expectations.map(({ name, afterMs }) => [name, afterMs])).toEqual([
      ['alarm-raised', 2_000],
      ['incident-opened', 2_000],
      ['page-accepted', 3_000],
      ['procedure-started', 3_000],
      ['procedure-succeeded', 4_000],
      ['alarm-cleared', 24_000],
      ['incident-resolved', 24_000],
      ['recovery-accepted', 24_000],
      ['retrospective-opened', 25_000],
      ['steady-again', 25_000],
    ])
    const timeline = await readDrillTimeline(store.ledger, done)
    expect(timeline.map(({ type }) => type)).toEqual([
      'drill.started',
      'drill.steady-state-checked',
      'drill.fault-started',
      'drill.activity-succeeded',
      'alarm.raised',
      'incident.opened',
      'notification.accepted',
      'notification.accepted',
      'procedure.started',
      'procedure.started',
      'procedure.ended',
      'alarm.cleared',
      'incident.resolved',
      'notification.accepted',
      'notification.accepted',
      'retrospective.opened',
      'drill.rollback-started',
      'drill.activity-succeeded',
      'drill.steady-state-checked',
      'drill.finished',
    ])
    expect(timeline.find(({ type }) => type === 'incident.opened')!.sentence).toContain('P1')
    expect(await store.ledger.database.sql`select from timer`).toEqual([])

    clock.advance(3_600 * SECOND)
    const model = (await loadModel(store.ledger.database.sql, 'shop'))!
    const [listed] = await listExperiments(store.ledger.database.sql, model, clock.now())
    expect(listed).toMatchObject({ name: 'target-down', ageMs: 3_600_000, last: { score: 100 } })
  })

  test('a runbook that fails is a miss at once, and the rest is still awaited', async () => {
    await start()
    await settle()
    const started = await startRun(await open(await raise()))
    await endRun(started, 'failed')
    await settle()
    const { state, expectations } = await drill()
    expect(state).toBe('observing')
    expect(expectations.find(({ name }) => name === 'procedure-succeeded')).toMatchObject({
      state: 'missed',
      reason: 'it ended as failed: a step failed',
    })
  })

  test('injects nothing when the steady state is not met', async () => {
    signals.up = 40
    await start()
    await settle()
    expect(await drill()).toMatchObject({ state: 'checking' })
    clock.advance(31 * SECOND)
    await settle()
    expect(await drill()).toMatchObject({ outcome: 'not-run', score: null, faultAt: null })
    expect(target.signalCode).toBeNull()
    expect(rollbacks()).toEqual([])
  })

  test('a value that is missing is not a steady state', async () => {
    signals.up = null
    await start()
    clock.advance(31 * SECOND)
    await settle()
    expect((await drill()).reason).toContain('nothing answered')
  })

  test('takes the fault out when the alarm does not come in time, and says what was missed', async () => {
    await start()
    await settle()
    clock.advance(31 * SECOND)
    await settle()
    const done = await drill()
    expect(done).toMatchObject({ state: 'finished', outcome: 'failed', reverted: true, score: 5 })
    expect(done.expectations.filter(({ state }) => state === 'missed')).toHaveLength(9)
    expect(rollbacks()).toEqual(['back'])
  })

  test('an abort condition that has held for its time takes the fault out at once', async () => {
    await start()
    await settle()
    signals.errors = 80
    await settle()
    clock.advance(4 * SECOND)
    await settle()
    expect(await drill()).toMatchObject({ state: 'observing' })
    clock.advance(1 * SECOND)
    await settle()
    expect(await drill()).toMatchObject({ outcome: 'aborted', reverted: true })
    expect(rollbacks()).toEqual(['back'])
  })

  test('a person calls it off, and the second time is refused', async () => {
    await start()
    await settle()
    const off = { workload: 'shop', drill: '1', by: 'person:bob', reason: 'a real incident' }
    await abortDrill(store.ledger, off)
    await settle()
    expect(await drill()).toMatchObject({ outcome: 'aborted', reason: 'a real incident' })
    expect(rollbacks()).toEqual(['back'])
    await expect(abortDrill(store.ledger, off)).rejects.toMatchObject({
      code: 'gamedays.drill-is-over',
    })
  })

  test('only one runs in an environment at a time', async () => {
    await start()
    await expect(start()).rejects.toMatchObject({ code: 'gamedays.drill-is-running' })
  })

  test('a fault that cannot be injected is taken back all the same', async () => {
    const missing = { ...KILL, provider: { ...KILL.provider, path: '/nowhere/at-all' } }
    await applyModel({ method: [missing] })
    await start()
    await settle()
    expect(await drill()).toMatchObject({ outcome: 'aborted', reverted: true })
    expect(rollbacks()).toEqual(['back'])
  })

  test('a rollback that fails is tried again until it succeeds', async () => {
    const picky = node(
      'picky',
      'const fs = require("fs"); fs.readFileSync(process.argv[1]); fs.appendFileSync(process.argv[1], "done\\n")',
      `${given('FOLDER')}/log`,
    )
    await applyModel({ rollbacks: [picky] })
    await start()
    await settle()
    clock.advance(31 * SECOND)
    await settle()
    expect(await drill()).toMatchObject({
      state: 'reverting',
      activities: [{}, { phase: 'rollback', state: 'failed', attempt: 1 }],
    })
    writeFileSync(join(folder, 'log'), 'ready\n')
    clock.advance(5 * SECOND)
    await settle()
    expect(await drill()).toMatchObject({ state: 'finished', reverted: true })
    expect(rollbacks()).toEqual(['ready', 'done'])
  })
})

describe('a server that dies', () => {
  test('in the middle of the fault leaves a fault that the next one takes out', async () => {
    // To everybody else, a worker whose action does not end is dead.
    let answer = () => {}
    const asked = new Promise<void>((begun) => {
      server = createServer((_, response) => {
        answer = () => response.end('late')
        begun()
      })
    })
    await new Promise<void>((ready) => server!.listen(0, '127.0.0.1', ready))
    const { port } = server!.address() as AddressInfo
    const slow = {
      type: 'action',
      name: 'ask for trouble',
      provider: {
        type: 'http',
        url: `http://127.0.0.1:${port}`,
        method: 'POST',
        headers: {},
        timeout: 60,
      },
    }
    await applyModel({ method: [slow] })
    await start()
    const hanging = worker.settle()
    await asked
    expect(await drill()).toMatchObject({ activities: [{ state: 'attempted' }] })

    const next = workerOf('node-2')
    await next.settle()
    expect(await drill(), 'the lease still holds').toMatchObject({
      activities: [{ state: 'attempted' }],
    })
    await endLease()
    await next.settle()
    expect(await drill()).toMatchObject({ outcome: 'aborted', reverted: true })
    expect((await drill()).reason).toContain('before its end was seen')
    expect(rollbacks()).toEqual(['back'])

    answer()
    await hanging
    expect(await drill(), 'the late answer changes nothing').toMatchObject({ outcome: 'aborted' })
    await next.stop()
  })

  test('while the response is awaited does not lose the drill, and its limits still hold', async () => {
    await start()
    await settle()
    await worker.stop()
    await raise()
    worker = workerOf('node-2')
    clock.advance(10 * 60 * SECOND)
    await settle()
    expect(await drill()).toMatchObject({ outcome: 'failed', reverted: true })
    expect(rollbacks()).toEqual(['back'])
  })

  test('after the lease was lost can write no intent', async () => {
    await start()
    await settle()
    await endLease()
    await takeLease(store.ledger.database, { key: 'prepare.gamedays', owner: 'x', forMs: 60_000 })
    await abortDrill(store.ledger, {
      workload: 'shop',
      drill: '1',
      by: 'person:bob',
      reason: 'stop',
    })
    await worker.settle()
    expect(rollbacks()).toEqual([])
    await endLease()
    await settle()
    expect(rollbacks()).toEqual(['back'])
  })

  async function endLease(): Promise<void> {
    await store.ledger.database.sql`update lease set until = '-infinity'`
  }
})

describe('a guard', () => {
  const arm = async (graceMs: number) => {
    await start()
    const guarded = { ...(await drill()), expectations: [] }
    const variables = { FOLDER: folder, NODE: process.execPath }
    const guardFolder = join(folder, 'guards')
    const querySignal = async () => null
    const guard = openGuard(
      { variables, guardFolder, querySignal, fetch, nowMs: Date.now },
      graceMs,
    )
    guard.arm(guarded)
    return { guard, guarded, file: join(guardFolder, `${guarded.id}.json`) }
  }

  test('takes the fault out when the server stays dead', async () => {
    const { file } = await arm(0)
    await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(false)
    expect(rollbacks()).toEqual(['back'])
  })

  test('does nothing when the server has done it', async () => {
    const { guard, guarded, file } = await arm(3_600_000)
    expect(statSync(file).mode & 0o077).toBe(0)
    guard.disarm(guarded)
    expect(existsSync(file)).toBe(false)
    expect(rollbacks()).toEqual([])
  })

  test('stands by from the fault until it is out', async () => {
    const guardFolder = join(folder, 'guards')
    worker = workerOf('node-1', { guardFolder })
    await start()
    await settle()
    expect(readdirSync(guardFolder)).toEqual([`${(await drill()).id}.json`])
    clock.advance(31 * SECOND)
    await settle()
    expect(await drill()).toMatchObject({ state: 'finished' })
    expect(readdirSync(guardFolder)).toEqual([])
  })
})

test('drills dropped and rebuilt are the same', async () => {
  await start()
  await settle()
  await open(await raise())
  await settle()
  clock.advance(600 * SECOND)
  await settle()
  expect((await drill()).state).toBe('finished')
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})
