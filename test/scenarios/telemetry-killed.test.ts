/**
 * What telemetry acknowledges is stored once, whatever is killed: the process of the store or the server itself.
 * OPSPLANE_TEST_SEED=new kills at other moments.
 */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { silentLog } from '#base'
import { openTelemetry, type Telemetry } from '#telemetry'
import { randomOf } from '../harness/random.ts'
import { saySeed, testSeed } from '../harness/seed.ts'
import { startTelemetryServer, type TelemetryProcess } from '../harness/telemetry-process.ts'

const KILLS = 25
/** Every so many kills it is the server; else it is the process of the store. */
const SERVER_EVERY = 5
const SENDERS = 4
const EACH = 20
const BASE_MS = Math.floor(Date.now() / 1_000) * 1_000 - 300_000
const SIGNALS = ['metrics', 'logs', 'traces'] as const
type Signal = (typeof SIGNALS)[number]

const cleanups: (() => Promise<unknown> | unknown)[] = []
let running: TelemetryProcess | undefined
let opened: Telemetry | undefined
afterEach(async () => {
  await running?.kill()
  running = undefined
  await opened?.close()
  opened = undefined
})
afterAll(async () => {
  for (const clean of cleanups.reverse()) await clean()
})

/** One request of a signal; each of its items is known by a number of its own. */
function bodyOf(signal: Signal, request: number): string {
  const ids = Array.from({ length: EACH }, (_, i) => request * EACH + i)
  const timeUnixNano = `${BASE_MS + request}000000`
  if (signal === 'metrics') {
    const dataPoints = ids.map((id, i) => ({
      timeUnixNano,
      asDouble: id,
      attributes: [{ key: 'n', value: { stringValue: String(i) } }],
    }))
    const metrics = [{ name: 'killed_load', gauge: { dataPoints } }]
    return JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] })
  }
  if (signal === 'logs') {
    // Half of the lines are alike to the nanosecond: what is equal is not what is doubled.
    const logRecords = ids.map((id) => ({
      timeUnixNano,
      body: { stringValue: `line ${id >> 1}` },
    }))
    return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
  }
  const spans = ids.map((id) => ({
    traceId: 'ab'.repeat(16),
    spanId: (id + 1).toString(16).padStart(16, '0'),
    name: 'GET /',
    startTimeUnixNano: timeUnixNano,
    endTimeUnixNano: timeUnixNano,
  }))
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
}

const post = (url: string, signal: Signal, body: string) =>
  fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })

async function until<T>(
  find: () => Promise<T | undefined | false>,
  deadlineMs = 30_000,
): Promise<T> {
  for (const end = Date.now() + deadlineMs; Date.now() < end; ) {
    const found = await find().catch(() => undefined)
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('the condition was not met in time')
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'opsplane-killed-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test(`${KILLS} kills of store and server while telemetry arrives: what was acknowledged is there, once`, async () => {
  saySeed()
  const random = randomOf(testSeed)
  const folder = await newFolder()
  const spool = { segmentBytes: 30_000, segmentMs: 20 }
  running = await startTelemetryServer(folder, spool)

  const acknowledged: Record<Signal, number[]> = { metrics: [], logs: [], traces: [] }
  const unknown: Record<Signal, number[]> = { metrics: [], logs: [], traces: [] }
  let next = 0
  let isOver = false
  let acks = 0
  const senders = Array.from({ length: SENDERS }, async () => {
    while (!isOver) {
      const request = next++
      const signal = SIGNALS[request % SIGNALS.length]!
      const { url } = running!
      try {
        const answer = await post(url, signal, bodyOf(signal, request))
        if (answer.status !== 200) throw new Error(`status ${answer.status}`)
        acknowledged[signal].push(request)
        acks++
      } catch {
        // Nobody knows whether it was kept: it is not sent again, so it may be there once or not.
        unknown[signal].push(request)
        await until(async () => isOver || running!.url !== url || (await fetch(`${url}/state`)).ok)
      }
    }
  })
  for (let kill = 1; kill <= KILLS; kill++) {
    const pid = await until(async () => {
      const state = (await (await fetch(`${running!.url}/state`)).json()) as {
        pid: number
        state: string
      }
      return state.state !== 'down' && state.pid
    })
    // Somewhere between the first and the last step of what these requests lead to.
    const after = acks + 1 + Math.floor(random() * 60)
    await until(async () => acks >= after)
    if (kill % SERVER_EVERY !== 0) {
      process.kill(pid, 'SIGKILL')
      await until(async () => {
        const state = (await (await fetch(`${running!.url}/state`)).json()) as { pid: number }
        return state.pid !== pid
      })
    } else {
      await running.kill()
      running = await startTelemetryServer(folder, spool)
    }
  }
  isOver = true
  await Promise.all(senders)
  await running.close()
  running = undefined

  opened = await openTelemetry({ folder, log: silentLog })
  await opened.store.drained()
  expect(await readdir(join(folder, 'spool'))).toEqual([])
  const { store } = opened
  const stored = {
    metrics: await requestsOf(
      'toUnixTimestamp64Milli(ts)',
      'samples',
      "series_id in (select series_id from tel.series where name = 'killed_load')",
    ),
    logs: await requestsOf('toUnixTimestamp64Milli(ts)', 'logs', '1'),
    traces: await requestsOf('toUnixTimestamp64Milli(ts)', 'spans', '1'),
  }
  async function requestsOf(time: string, table: string, condition: string) {
    const what = { samples: 'value', logs: 'body', spans: 'span_id' }[table]
    const rows = await store.ask<{ request: string; items: string; different: string }>({
      sql: `select ${time} - {base:Int64} as request, count() as items, uniqExact(${what}) as different
        from tel.${table} where ${condition} group by request order by request`,
      params: { base: BASE_MS },
    })
    return rows.map(({ request, items, different }) => ({
      request: Number(request),
      items: Number(items),
      different: Number(different),
    }))
  }
  for (const signal of SIGNALS) {
    const found = new Map(stored[signal].map((row) => [row.request, row]))
    const lost = acknowledged[signal].filter((request) => !found.has(request))
    expect(lost, `${signal} that was acknowledged and is lost, seed ${testSeed}`).toEqual([])
    const known = new Set([...acknowledged[signal], ...unknown[signal]])
    for (const { request, items, different } of stored[signal]) {
      expect(known.has(request)).toBe(true)
      // Whole and once: a frame of the spool is there or not.
      expect(items, `${signal} of request ${request}, seed ${testSeed}`).toBe(EACH)
      expect(different).toBe(signal === 'logs' ? EACH / 2 : EACH)
    }
  }
  const total = SIGNALS.reduce((sum, signal) => sum + acknowledged[signal].length, 0)
  expect(total).toBeGreaterThan(KILLS * 10)
  // Memory was brought up to what the tables have.
  expect(opened.stats().headSamples).toBe(stored.metrics.length * EACH)
}, 240_000)

const isRoot = process.getuid?.() === 0
/** A disk of a few megabytes; undefined where it cannot be mounted. */
function smallDisk(folder: string, megabytes: number): string | undefined {
  if (!isRoot || process.platform !== 'linux') return undefined
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
    cleanups.push(() => execFileSync('umount', ['-l', folder], { stdio: 'ignore' }))
    return folder
  } catch {
    return undefined
  }
}

const probe = await mkdtemp(join(tmpdir(), 'opsplane-disk-'))
cleanups.push(() => rm(probe, { recursive: true, force: true }))
const disk = smallDisk(probe, 64)
const how = disk
  ? 'a full disk (tmpfs of 64 MB)'
  : 'a full spool (its own limit; a small disk cannot be mounted here)'

test(`${how}: refused with 503 and Retry-After, and taken again by itself when there is room`, async () => {
  const folder = join(disk ?? probe, 'telemetry')
  await mkdir(folder)
  running = await startTelemetryServer(
    folder,
    disk ? { segmentMs: 50 } : { segmentMs: 600_000, maxBytes: 200_000 },
  )
  const { url } = running
  const filler = join(disk ?? probe, 'filler')
  let request = 0
  const acknowledged: number[] = []
  const send = async () => {
    const answer = await post(url, 'logs', bodyOf('logs', request))
    if (answer.status === 200) acknowledged.push(request)
    request++
    return answer
  }
  expect((await send()).status).toBe(200)
  if (disk) {
    // Somebody else takes what is left.
    await writeFile(filler, Buffer.alloc(64 * 2 ** 20, 1)).catch(() => {})
  }
  const refused = await until(async () => {
    const answer = await send()
    return answer.status !== 200 && answer
  })
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(((await refused.json()) as { message: string }).message).toMatch(/disk is full|limit/)
  // It still answers questions about itself.
  expect((await fetch(`${url}/state`)).status).toBe(200)

  if (disk) await rm(filler)
  else {
    await running.kill()
    running = await startTelemetryServer(folder, { segmentMs: 50 })
  }
  await until(async () => {
    const answer = await post(running!.url, 'logs', bodyOf('logs', request))
    if (answer.status === 200) acknowledged.push(request)
    request++
    return answer.status === 200
  })
  await running.close()
  running = undefined
  opened = await openTelemetry({ folder, log: silentLog })
  const { rows } = await opened.store.sql('select count(), uniqExact(ts) from tel.logs')
  const [lines, requests] = rows[0]!.map(Number)
  expect(requests).toBe(acknowledged.length)
  expect(lines).toBe(acknowledged.length * EACH)
  await opened.close()
  opened = undefined
})
