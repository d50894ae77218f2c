/** What charts show of a baseline, from the samples that the store keeps, beside what its alarm says. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { modelApplied, timers } from '#ledger'
import { loadModel, type Manifest, manifestHash, revisions } from '#model'
import { openTelemetry, Points, seriesIdentity, type Telemetry } from '#telemetry'
import { alarm as alarmKind } from '../../src/model/kinds/alarm.ts'
import {
  type AlarmEngine,
  alarms,
  createAlarmEngine,
  endRemovedAlarms,
  signalReaderOf,
} from '../../src/operate/alarms/index.ts'
import { createBandMemory, readBand } from '../../src/operate/bands/index.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let clock: ManualClock
let store: TestLedger
let telemetry: Telemetry
let folder: string
let engine: AlarmEngine
let beginMs: number

beforeEach(async () => {
  beginMs = Math.floor(Date.now() / DAY) * DAY - 12 * HOUR
  clock = new ManualClock(beginMs)
  store = await freshLedger({
    projections: [revisions, timers, alarms],
    reactions: [endRemovedAlarms],
    clock,
  })
  folder = await mkdtemp(join(tmpdir(), 'opsplane-bands-'))
  telemetry = await openTelemetry({ folder, clock, log: silentLog })
  const reader = signalReaderOf(telemetry)
  engine = createAlarmEngine({
    ...{ ledger: store.ledger, reader, logs: undefined, node: 'a', log: silentLog, clock },
  })
}, 60_000)

afterEach(async () => {
  await engine.stop()
  await telemetry.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** Orders of a shop: quiet at night, with a little noise that has no pattern of its own. */
const usual = (timeMs: number) =>
  100 + 60 * Math.sin((timeMs / DAY) * 2 * Math.PI) + (((timeMs / (5 * MINUTE)) * 7919) % 5)

async function measure(fromMs: number, toMs: number, by = usual, region = 'eu'): Promise<void> {
  const series = seriesIdentity('orders', [['region', region]], 'gauge', '')
  const points = Array.from({ length: Math.floor((toMs - fromMs) / (5 * MINUTE)) }, (_, i) => {
    const timeMs = fromMs + (i + 1) * 5 * MINUTE
    return { series, item: i, timeMs, value: by(timeMs) }
  })
  await telemetry.ingest({
    batch: { signal: 'metrics', points: Points.of(points) },
    accepted: points.length,
    rejected: { count: 0, reasons: [] },
  })
  await telemetry.store.drained()
}

async function apply(): Promise<void> {
  const spec = alarmKind.schema.parse({
    ...{ title: 'Orders are odd', owner: 'team:shop', procedure: 'restart' },
    baseline: { signal: 'orders', every: '5m', learn: '6d' },
  }) as Record<string, unknown>
  const orders = { layer: 'business', query: 'orders', unit: '/min', good: 'high' }
  const manifest: Manifest = {
    ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
    resources: [
      { kind: 'signal', name: 'orders', spec: orders },
      { kind: 'alarm', name: 'orders-odd', spec },
    ],
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
  await store.settle()
  await engine.look()
}

const memory = () => createBandMemory(signalReaderOf(telemetry), store.database.sql)

async function bandOver(rangeMs: number, bands = memory()) {
  const model = (await loadModel(store.database.sql, 'shop'))!
  const nowMs = clock.now()
  const stepMs = Math.max(5 * MINUTE, rangeMs / 100)
  const times = Array.from({ length: 101 }, (_, i) => nowMs - (100 - i) * stepMs)
  return (await readBand({ model, bands }, { alarm: 'orders-odd' }, times, nowMs))!
}

/** Time goes on, and orders with it; the engine and the charts look. */
async function goOn(steps: number, by: (timeMs: number) => number = usual): Promise<void> {
  const grid = () => Math.floor(clock.now() / (5 * MINUTE)) * 5 * MINUTE
  for (let i = 0; i < steps; i++) {
    const fromMs = grid()
    clock.moveTo(fromMs + 5 * MINUTE + 15_000)
    await measure(fromMs, grid(), by)
    await engine.look()
  }
}

test('a chart says of a value what its alarm says, and goes on from what it remembers', async () => {
  await measure(beginMs - 6 * DAY, beginMs)
  await apply()
  const bands = memory()
  expect(await bandOver(HOUR, bands)).toMatchObject({ isLearning: false, direction: 'expected' })
  await goOn(3, (timeMs) => usual(timeMs) - 70)
  const seen = await bandOver(HOUR, bands)
  expect(seen.direction).toBe('degradation')
  expect(seen.departures).toMatchObject([{ toMs: null, direction: 'degradation' }])
  const [raised] = await store.ledger.read({ types: ['alarm.raised'] })
  const [, low, high] = /where (\S+) to (\S+) is usual: worse than usual$/.exec(
    (raised!.data as { words: string }).words,
  )!
  const atMs = Math.floor(Date.parse(raised!.time) / (5 * MINUTE)) * 5 * MINUTE
  const model = (await loadModel(store.database.sql, 'shop'))!
  const of = { alarm: 'orders-odd' }
  // Another server, which has remembered nothing, draws the same.
  for (const each of [bands, memory()]) {
    const [point] = (await readBand({ model, bands: each }, of, [atMs], clock.now()))!.points
    expect(point!.low! / Number(low)).toBeCloseTo(1, 1)
    expect(point!.high! / Number(high)).toBeCloseTo(1, 1)
  }
}, 120_000)

test('after twenty minutes it says that it is learning, how little it knows and how wide that makes it', async () => {
  await measure(beginMs - 60 * MINUTE, beginMs)
  await apply()
  const band = await bandOver(HOUR)
  expect(band).toMatchObject({ isLearning: true, direction: null, departures: [] })
  expect(band.sentence).toMatch(/^Still learning: \d+ min of data so far, .* from edge to edge/)
  expect(band.points.some(({ low }) => low !== null)).toBe(true)
}, 120_000)

test('of a month the band is there as far as samples are, and of the time before them there is none', async () => {
  await measure(beginMs - 10 * DAY, beginMs)
  await apply()
  const { points, departures } = await bandOver(30 * DAY)
  const known = points.filter(({ low }) => low !== null)
  expect(known[0]!.timeMs).toBeGreaterThan(beginMs - 10 * DAY)
  expect(known.length).toBeGreaterThan(28)
  expect(points.filter(({ timeMs }) => timeMs < beginMs - 10 * DAY)).not.toContainEqual(
    expect.objectContaining({ low: expect.any(Number) }),
  )
  expect(departures).toEqual([])
}, 120_000)

test('of several series the one is told that is furthest from what is usual for it', async () => {
  await measure(beginMs - 6 * DAY, beginMs)
  await measure(beginMs - 6 * DAY, beginMs - 30 * MINUTE, (timeMs) => usual(timeMs) / 4, 'us')
  await measure(beginMs - 30 * MINUTE, beginMs, (timeMs) => usual(timeMs) / 2, 'us')
  await apply()
  clock.advance(15_000)
  const band = await bandOver(HOUR)
  expect(band).toMatchObject({ others: 1, series: { region: 'us' }, direction: 'improvement' })
  expect(band.points.at(-2)!.value).toBe(usual(beginMs - 5 * MINUTE) / 2)
}, 120_000)
