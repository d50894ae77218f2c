/**
 * Alerts that other systems send over HTTP: a real Prometheus has us as its only alertmanager, and when it is killed
 * nothing is called resolved.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '#base'
import { modelApplied, timers } from '#ledger'
import { loadModel, type Manifest, manifestHash, revisions } from '#model'
import { compilePattern } from '#telemetry'
import { testOf } from '../../src/api/interfaces/alertmanager/filters.ts'
import { mountAlertmanager } from '../../src/api/interfaces/alertmanager/index.ts'
import { showAlerts } from '../../src/api/interfaces/alertmanager/show-alerts.ts'
import { mountEvents } from '../../src/api/interfaces/events.ts'
import { alarm as alarmKind } from '../../src/model/kinds/alarm.ts'
import {
  type AlarmEngine,
  alarms,
  createAlarmEngine,
  readAlarms,
  signalReaderOf,
} from '../../src/operate/alarms/index.ts'
import { suppression } from '../../src/operate/suppression/index.ts'
import { PushedSamples } from '../harness/pushed-samples.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const PROMETHEUS = '/usr/bin/prometheus'

let store: TestLedger
let engine: AlarmEngine
let server: Server
let url: string
let folder: string
let prometheus: ChildProcess | undefined

beforeEach(async () => {
  store = await freshLedger({ projections: [revisions, timers, alarms, suppression] })
  const { ledger } = store
  folder = await mkdtemp(join(tmpdir(), 'opsplane-pushed-'))
  engine = createAlarmEngine({
    ledger,
    reader: signalReaderOf(new PushedSamples()),
    node: 'a',
    log: silentLog,
  })
  const app = new Hono()
  mountAlertmanager(app, { ledger, log: silentLog, version: '0', needsToken: false })
  mountEvents(app, { ledger, needsToken: false })
  server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  prometheus?.kill('SIGKILL')
  prometheus = undefined
  await engine.stop()
  server.closeAllConnections()
  await new Promise<void>((done) => server.close(() => done()))
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function apply(specs: Record<string, object>): Promise<void> {
  const usual = { title: 'Sent', owner: 'team:shop', procedure: 'restart', interval: '1s' }
  const manifest: Manifest = {
    ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
    resources: Object.entries(specs).map(([name, pushed]) => ({
      ...{ kind: 'alarm', name },
      spec: alarmKind.schema.parse({ ...usual, pushed }) as Record<string, unknown>,
    })),
  }
  await store.ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        ...{ workload: 'shop', revision: 1, hash: manifestHash(manifest), previous: null },
        ...{ changes: [], size: { resources: 1, values: 1 }, reverse: 'opsplane undo' },
        ...{ undoOf: null, manifest },
      }),
    ),
  )
}

const post = (path: string, body: unknown, contentType = 'application/json') =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: JSON.stringify(body),
  })

async function state(alarm: string) {
  const model = (await loadModel(store.database.sql, 'shop'))!
  const view = (await readAlarms(store.database.sql, model)).find(({ name }) => name === alarm)
  return view && `${view.state}${view.stale ? ', stale' : ''}`
}

/** Looks at the alarms until it is so; a real process decides when. */
async function until(alarm: string, wanted: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    await engine.look()
    const now = await state(alarm)
    if (now === wanted) return
    if (Date.now() > deadline) throw new Error(`${alarm} is ${now}, and not ${wanted}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

async function startPrometheus(rules: string): Promise<void> {
  const { host } = new URL(url)
  await writeFile(join(folder, 'rules.yml'), rules)
  await writeFile(
    join(folder, 'prometheus.yml'),
    `global: { evaluation_interval: 1s, external_labels: { site: here } }
rule_files: [rules.yml]
alerting:
  alertmanagers:
    - path_prefix: /alertmanager/shop
      static_configs: [{ targets: ['${host}'] }]
`,
  )
  prometheus = spawn(
    PROMETHEUS,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
      '--rules.alert.resend-delay=1s',
    ],
    { stdio: 'ignore' },
  )
}

test.skipIf(!existsSync(PROMETHEUS))(
  'a Prometheus raises and clears alarms; killed while one fires, that one is stale and not resolved',
  async () => {
    await apply({
      'always-there': { resendEvery: '1s' },
      passing: { match: { alertname: 'ForAWhile', site: 'here' }, resendEvery: '1s' },
    })
    const endS = Math.floor(Date.now() / 1_000) + 12
    await startPrometheus(`groups:
  - name: shop
    rules:
      - { alert: AlwaysThere, expr: vector(1), labels: { severity: page }, annotations: { summary: It is there } }
      - { alert: ForAWhile, expr: vector(time()) < ${endS} }
      - { alert: NobodysOwn, expr: vector(1) }
`)
    await until('passing', 'firing')
    await until('always-there', 'firing')
    await until('passing', 'ok')
    const [cleared] = await store.ledger.read({ types: ['alarm.cleared'] })
    expect(cleared?.data).toMatchObject({ alarm: 'passing', reason: 'source' })
    const unowned = await store.ledger.read({ types: ['alert.unowned'] })
    expect(unowned.map(({ data }) => data)).toMatchObject([{ alertname: 'NobodysOwn' }])

    prometheus!.kill('SIGKILL')
    await until('always-there', 'firing, stale')
    expect(await store.ledger.read({ types: ['alarm.cleared'] })).toHaveLength(1)
    await startPrometheus(`groups:
  - name: shop
    rules: [{ alert: AlwaysThere, expr: vector(1), labels: { severity: page } }]
`)
    await until('always-there', 'firing')
    expect(await store.ledger.read({ types: ['alarm.raised'] })).toHaveLength(2)
  },
  90_000,
)

test('what readers of Alertmanager ask is answered, with filters', async () => {
  await apply({ slow: {} })
  const startsAt = new Date().toISOString()
  const labels = { alertname: 'Slow', zone: 'a' }
  expect((await post('/alertmanager/api/v2/alerts', [{ labels, startsAt }])).status).toBe(200)
  expect(await (await post('/alertmanager/api/v1/alerts', [{ labels }])).json()).toEqual({
    status: 'success',
  })
  const model = (await loadModel(store.database.sql, 'shop'))!
  const all = await showAlerts(store.database.sql, model, Date.now())
  const names = (...filters: string[]) => {
    const test = testOf(filters, (pattern) => (text) => compilePattern(pattern).test(text))
    return test && all.filter(({ labels }) => test(labels)).map(({ labels }) => labels.alertname)
  }
  expect(names()).toEqual(['Slow'])
  expect(names('zone=~"a|b"', 'alertname="Slow"')).toEqual(['Slow'])
  expect(names('zone!="a"')).toEqual([])
  expect(names('zone')).toBeUndefined()
  // On loopback senders need no token, readers do.
  expect((await fetch(`${url}/alertmanager/api/v2/alerts`)).status).toBe(401)
})

test.each([
  ['no JSON', '{', 'Expected property name'],
  ['no list', '{}', 'expected array'],
  ['no labels', '[{"labels":{}}]', 'an alert has no labels'],
])('a sender of %s is told what is wrong, and nothing is kept', async (_, body, why) => {
  await apply({ slow: {} })
  const answer = await fetch(`${url}/alertmanager/api/v2/alerts`, { method: 'POST', body })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toContain(why)
})

test('without a workload the sender is told to come again', async () => {
  const answer = await post('/alertmanager/api/v2/alerts', [{ labels: { alertname: 'Slow' } }])
  expect(answer.status).toBe(503)
})

test('a CloudEvent says an alert, and later that it is over', async () => {
  await apply({ 'card-network-down': { source: 'https://vendor.example' } })
  const event = (id: string, said: string) => ({
    ...{ specversion: '1.0', id, source: 'https://vendor.example' },
    ...{ type: `com.vendor.alert.${said}`, time: new Date().toISOString() },
    data: { name: 'Card network down', summary: 'No answer' },
  })
  const type = 'application/cloudevents+json'
  expect((await post('/events', event('1', 'firing'), type)).status).toBe(201)
  await until('card-network-down', 'firing')
  expect((await post('/events', event('2', 'resolved'), type)).status).toBe(201)
  await until('card-network-down', 'ok')
})
