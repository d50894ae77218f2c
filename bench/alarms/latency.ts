/**
 * How soon an alarm is heard of: from the moment a value crosses its threshold until the webhook arrives, a hundred
 * alarms one after the other at moments that know nothing of any interval. The product by default, told by a push
 * and by a scrape each second, and Prometheus with Alertmanager tuned to a scrape and an evaluation each second and
 * groups that wait for nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProduct } from '../../test/harness/product.ts'
import type { Figure } from '../figures.ts'
import { Feed } from '../pair/feed.ts'
import { applyOurs } from '../pair/ours.ts'
import { isPairInstalled, startPair } from '../pair/pair.ts'
import { openReceiver, preciseMs, type Receiver } from '../pair/receiver.ts'
import { saidBy } from '../pair/said.ts'
import { HIGH, openTarget } from '../pair/target.ts'
import { type Crossing, stagesOf } from './stages.ts'

const ALARMS = 100
const SETTLE_MS = 8_000
/** Between two crossings, at random. */
const GAP_MS = { least: 250, most: 850 }
const HEARD_WITHIN_MS = 15_000
const GOAL_MS = { half: 100, nearlyAll: 250 }

/** Switches one series, and answers when that was and when it was known to have been heard. */
type Cross = (series: number) => Promise<Pick<Crossing, 'sentMs' | 'ackedMs'>>

export async function benchLatency(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-bench-latency-'))
  try {
    const pushed = await measureOurs('pushed')
    const scraped = await measureOurs('scraped')
    const theirs = isPairInstalled() ? await measurePair(folder) : []
    const load = `load ${loadavg()[0]!.toFixed(1)}`
    const figure = (what: string, ours: number[], q: number): Figure => ({
      ...{ what, unit: 'ms', ours: quantile(ours, q), peer: 'Prometheus + Alertmanager' },
      ...{ theirs: quantile(theirs, q), goal: undefined, note: heardOf(ours, theirs) },
    })
    const goal = (what: string, theirs: number, q: number): Figure => ({
      ...{ what, unit: 'ms', ours: quantile(pushed, q), peer: 'our goal', theirs, goal: 1 },
      note: load,
    })
    return [
      goal('crossing to webhook, half within', GOAL_MS.half, 0.5),
      goal('crossing to webhook, 95 of 100 within', GOAL_MS.nearlyAll, 0.95),
      figure('crossing to webhook, half within', pushed, 0.5),
      figure('crossing to webhook, 95 of 100 within', pushed, 0.95),
      figure('scraped each second as theirs, half within', scraped, 0.5),
      figure('scraped each second as theirs, 95 of 100 within', scraped, 0.95),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureOurs(how: 'pushed' | 'scraped'): Promise<number[]> {
  const receiver = await openReceiver()
  const target = await openTarget(ALARMS)
  const product = await startProduct()
  const feed = new Feed(product.url, target)
  try {
    const scrape = how === 'scraped' ? { target: target.url } : {}
    await applyOurs(product, { hook: receiver.url, alarms: ALARMS, ...scrape })
    if (how === 'pushed') feed.start()
    const crossings = await measure(receiver, (series) => {
      target.set(series, HIGH)
      return how === 'pushed' ? feed.push(series) : switched()
    })
    tellStages(how, await stagesOf(product, crossings))
    return timesOf(crossings)
  } finally {
    await feed.stop()
    await product.stop()
    await Promise.all([target.close(), receiver.close()])
  }
}

async function measurePair(folder: string): Promise<number[]> {
  const receiver = await openReceiver()
  const target = await openTarget(ALARMS)
  try {
    const places = { folder: join(folder, 'pair'), hook: receiver.url, target: target.instance }
    const pair = await startPair({ ...places, alarms: ALARMS })
    try {
      const crossings = await measure(receiver, (series) => {
        target.set(series, HIGH)
        return switched()
      })
      return timesOf(crossings)
    } finally {
      await pair.stop()
    }
  } finally {
    await Promise.all([target.close(), receiver.close()])
  }
}

/** The crossings that were heard of. */
async function measure(receiver: Receiver, cross: Cross): Promise<Crossing[]> {
  await pause(SETTLE_MS)
  const crossed = new Map<string, Pick<Crossing, 'sentMs' | 'ackedMs'>>()
  for (let series = 0; series < ALARMS; series++) {
    crossed.set(`high-${series}`, await cross(series))
    await pause(GAP_MS.least + Math.random() * (GAP_MS.most - GAP_MS.least))
  }
  const heard = new Map<string, Crossing>()
  for (const end = preciseMs() + HEARD_WITHIN_MS; preciseMs() < end; await pause(100)) {
    for (const { what, alarm, atMs: heardMs } of receiver.requests.flatMap(saidBy)) {
      const times = crossed.get(alarm)
      if (what === 'page' && times && !heard.has(alarm))
        heard.set(alarm, { alarm, ...times, heardMs })
    }
    if (heard.size === ALARMS) break
  }
  return [...heard.values()]
}

async function switched() {
  const sentMs = preciseMs()
  return { sentMs, ackedMs: sentMs }
}

/** Milliseconds of each, sorted. */
const timesOf = (crossings: readonly Crossing[]) =>
  crossings.map(({ sentMs, heardMs }) => heardMs - sentMs).sort((a, b) => a - b)

function tellStages(how: string, stages: ReadonlyMap<string, number[]>): void {
  const words = [...stages].map(([stage, ms]) => {
    const sorted = ms.toSorted((a, b) => a - b)
    const [half, most] = [0.5, 0.95].map((q) => Math.round(quantile(sorted, q) ?? 0))
    return `${stage} ${half}/${most}`
  })
  process.stderr.write(`${how}, ms after the crossing, half/95 of 100: ${words.join(', ')}\n`)
}

const heardOf = (ours: readonly number[], theirs: readonly number[]) =>
  `heard of ${ours.length} and ${theirs.length} of ${ALARMS}; at most ${Math.round(ours.at(-1) ?? 0)} and ${Math.round(theirs.at(-1) ?? 0)} ms`

const quantile = (sorted: readonly number[], q: number) =>
  sorted.length === 0
    ? undefined
    : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))
