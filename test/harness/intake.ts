/** A product’s rim for what other systems send: the real store, alarms, answers and addresses, and a clock that we move. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { ManualClock, silentLog } from '#base'
import { type Fact, modelApplied, type Projection, timers } from '#ledger'
import { loadModel, type Manifest, manifestHash, revisions } from '#model'
import {
  createAlarmEngine,
  listIncidents,
  projections,
  reactions,
  readAlarms,
  signalReaderOf,
} from '#operate'
import { ensureAccount, makeToken } from '../../src/api/access/accounts.ts'
import { mountAlertmanager } from '../../src/api/interfaces/alertmanager/index.ts'
import { kindOf } from '../../src/model/kinds/index.ts'
import { PushedSamples } from './pushed-samples.ts'
import { freshLedger, type TestLedger } from './store.ts'

type Specs = Readonly<Record<string, Readonly<Record<string, object>>>>

export interface Intake {
  readonly url: string
  readonly store: TestLedger
  readonly clock: ManualClock
  /** Of a responder. */
  readonly token: string
  /** Resources by kind and name; what alarms and people need besides is given. */
  apply(specs: Specs): Promise<void>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  /** A second passes, alarms look, and everybody answers. */
  settle(): Promise<void>
  state(alarm: string): Promise<string | undefined>
  incidents(): ReturnType<typeof listIncidents>
  facts(...types: string[]): Promise<Fact[]>
  close(): Promise<void>
}

const USUAL: Specs[string] = {
  alarm: { title: 'Sent', owner: 'team:shop', procedure: 'restart', interval: '1s' } as object,
}

export async function openIntake(
  mount: (app: Hono, store: TestLedger, clock: ManualClock) => void = () => {},
  options: {
    /** For programs that go by the clock of the machine: ours begins with it, or follows it. */
    readonly clock?: 'begins-now' | 'follows'
    readonly more?: readonly Projection[]
  } = {},
): Promise<Intake> {
  const { more = [] } = options
  const clock = new ManualClock(
    options.clock === undefined ? Date.parse('2026-01-07T12:00:00Z') : Date.now(),
  )
  const store = await freshLedger({
    projections: [timers, revisions, ...projections, ...more],
    reactions,
    clock,
  })
  const { ledger, database } = store
  const engine = createAlarmEngine({
    ...{ ledger, clock, node: 'a', log: silentLog },
    reader: signalReaderOf(new PushedSamples()),
  })
  await ensureAccount(ledger, 'ann', 'responder', 'person:ann')
  const token = await makeToken(ledger, 'ann', 'test', 'person:ann')
  const app = new Hono()
  mountAlertmanager(app, { ledger, log: silentLog, version: '0', needsToken: false })
  mount(app, store, clock)
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let revision = 0
  return {
    ...{ url, store, clock, token },
    async apply(specs) {
      const all: Specs = {
        team: { shop: { title: 'Shop', members: ['person:ann'] } },
        person: { ann: PERSON },
        ...specs,
      }
      const manifest: Manifest = {
        ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
        resources: Object.entries(all).flatMap(([kind, named]) =>
          Object.entries(named).map(([name, spec]) => ({
            ...{ kind, name },
            spec: kindOf(kind)!.schema.parse({ ...USUAL[kind], ...spec }) as Record<
              string,
              unknown
            >,
          })),
        ),
      }
      const change = { changes: [], size: { resources: 1, values: 1 }, reverse: 'opsplane undo' }
      await ledger.transact({ actor: 'person:ann' }, (tx) =>
        tx.append(
          modelApplied('workload:shop', {
            ...{ workload: 'shop', revision: ++revision, hash: manifestHash(manifest) },
            ...{ previous: null, ...change, undoOf: null, manifest },
          }),
        ),
      )
      await engine.look()
      await store.settle()
    },
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async settle() {
      if (options.clock === 'follows') clock.moveTo(Math.max(clock.now(), Date.now()))
      else clock.advance(1_000)
      await engine.look()
      await store.settle()
    },
    async state(alarm) {
      const model = (await loadModel(database.sql, 'shop'))!
      const view = (await readAlarms(database.sql, model)).find(({ name }) => name === alarm)
      return view && `${view.state}${view.stale ? ', stale' : ''}`
    },
    incidents: () => listIncidents(database.sql, { workload: 'shop' }),
    facts: (...types) => ledger.read({ types }),
    async close() {
      await engine.stop()
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
      await store.close()
    },
  }
}

const PERSON = { name: 'Ann', email: 'ann@shop.example' }
