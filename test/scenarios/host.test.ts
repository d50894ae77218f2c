/** The telemetry of a host reaches the server, whatever happens to the runner on the way: real processes. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'
import { openWebhookReceiver } from '../harness/receivers.ts'

const SOON = { timeout: 60_000, interval: 200 }

let product: Product
let folder: string
const runners: ChildProcess[] = []
beforeAll(async () => {
  product = await startProduct({ runner: true })
})
afterAll(() => product?.stop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsplane-host-'))
})
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => end(runner, 'SIGKILL')))
  rmSync(folder, { recursive: true, force: true })
})

function startRunner(args: string[], options: { url?: string; env?: NodeJS.ProcessEnv } = {}) {
  const server = ['--server', options.url ?? product.url, '--folder', join(folder, 'state')]
  const runner = spawn(
    process.execPath,
    ['bin/opsplane.mjs', 'runner', '--every', '1s', ...server, ...args],
    { stdio: 'ignore', env: { ...process.env, ...options.env } },
  )
  runners.push(runner)
  return runner
}

async function end(runner: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (runner.exitCode !== null || runner.signalCode !== null) return
  await new Promise((done) => {
    runner.once('exit', done)
    runner.kill(signal)
  })
}

const marksFile = () => join(folder, 'state', 'log-offsets.json')
/** It follows its logs from when this file is there. */
const following = () => vi.waitFor(() => expect(existsSync(marksFile())).toBe(true), SOON)

type FoundLogs = { data: { logs: readonly { body: string }[] }; next: string | null }

async function bodies(search: string): Promise<string[]> {
  const found: string[] = []
  let after: string | null = null
  do {
    const page: FoundLogs = await product.call('logs.search', {
      query: { query: search, limit: '1000', ...(after ? { after } : {}) },
    })
    found.push(...page.data.logs.map(({ body }) => body))
    after = page.next
  } while (after)
  return found
}

async function ask(query: string) {
  const { data } = await product.call('query.promql', { query: { query } })
  return data.series.map(({ labels, points }) => ({ labels, value: points[0]![1]! }))
}

test('the server tells of its own host with nothing configured', async () => {
  await vi.waitFor(async () => {
    const cpu = await ask('system_cpu_time_seconds_total')
    expect(cpu.map(({ labels }) => labels.cpu_mode)).toContain('idle')
    expect(cpu[0]!.labels).toMatchObject({ job: 'host', instance: hostname() })
  }, SOON)
  const [memory] = await ask('sum(system_memory_usage_bytes) / sum(system_memory_limit_bytes)')
  expect(memory!.value).toBeCloseTo(1, 2)
  const port = new URL(product.url).port
  expect(await ask(`system_network_listening{server_port="${port}"}`)).toHaveLength(1)
  expect((await ask('system_filesystem_usage_bytes')).length).toBeGreaterThan(0)
  expect((await ask('process_memory_usage_bytes')).length).toBeGreaterThan(0)
  expect((await ask('rate(system_network_io_bytes_total[1m])')).length).toBeGreaterThanOrEqual(0)
})

test('every line arrives, though the log is rotated and the runner killed again and again', async () => {
  const log = join(folder, 'orders.log')
  writeFileSync(log, 'a line of before the runner\n')
  let runner = startRunner(['--logs', log])
  await following()
  const ROUNDS = 12
  const PER_ROUND = 200
  let written = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < PER_ROUND; i++)
      appendFileSync(log, `2026 ERROR order ${written++} was not placed\n`)
    if (round % 3 === 1) renameSync(log, `${log}.${round}`)
    if (round % 2 === 0) {
      // Killed at another moment each time: while it starts, while it reads, while it waits for the answer.
      const marks = existsSync(marksFile()) ? readFileSync(marksFile(), 'utf8') : ''
      if (round % 4 === 0)
        await vi.waitFor(() => expect(readFileSync(marksFile(), 'utf8')).not.toBe(marks), SOON)
      await end(runner, 'SIGKILL')
      runner = startRunner(['--logs', log])
    }
  }
  await vi.waitFor(async () => {
    const distinct = new Set(await bodies('service:orders'))
    expect(distinct.size).toBe(written)
  }, SOON)
  const all = new Set(await bodies('service:orders level>=error'))
  expect(all).toEqual(
    new Set(Array.from({ length: written }, (_, i) => `2026 ERROR order ${i} was not placed`)),
  )
})

test('what is measured while the server is away or busy arrives later, in order', async () => {
  const receiver = await openWebhookReceiver()
  receiver.answers.push({ status: 503, headers: { 'retry-after': '2' } })
  startRunner(['--no-logs'], { url: receiver.url.replace(/\/hook$/, '') })
  await vi.waitFor(() => expect(receiver.calls.length).toBeGreaterThan(4), SOON)
  await receiver.close()
  type Request = { resourceMetrics?: { scopeMetrics: { metrics: Metric[] }[] }[] }
  type Metric = { name: string; gauge?: { dataPoints: { timeUnixNano: string }[] } }
  const times = receiver.calls.flatMap(({ bytes }) => {
    const request = JSON.parse(gunzipSync(bytes).toString()) as Request
    const metrics = request.resourceMetrics?.[0]?.scopeMetrics[0]?.metrics
    const uptime = metrics?.find(({ name }) => name === 'system.uptime')
    return uptime ? [Number(uptime.gauge!.dataPoints[0]!.timeUnixNano) / 1e9] : []
  })
  // The first request was not taken: it came again, and nothing overtook it.
  expect(times[0]).toBe(times[1])
  expect(times.slice(1)).toEqual([...times.slice(1)].sort((a, b) => a - b))
  expect(new Set(times).size).toBe(times.length - 1)
})

test('the journal is followed from its cursor, at least once', async () => {
  const bin = join(folder, 'bin')
  const journal = join(folder, 'journal')
  mkdirSync(bin)
  const entry = (i: number) =>
    `${JSON.stringify({ __CURSOR: `c${i}`, MESSAGE: `entry ${i} of the journal`, PRIORITY: '3', SYSLOG_IDENTIFIER: 'journald-test' })}\n`
  writeFileSync(journal, entry(0))
  // It stands for the real program: entries of a file, after a cursor, followed or only the newest.
  writeFileSync(
    join(bin, 'journalctl'),
    `#!/bin/sh
case "$*" in
  *-f*) exec tail -n +2 -f ${journal} ;;
  *) tail -n 1 ${journal} ;;
esac
`,
  )
  chmodSync(join(bin, 'journalctl'), 0o755)
  const env = { PATH: `${bin}:${process.env.PATH}` }
  const runner = startRunner([], { env })
  await following()
  appendFileSync(journal, entry(1))
  appendFileSync(journal, entry(2))
  await vi.waitFor(async () => {
    expect(new Set(await bodies('service:journald-test'))).toEqual(
      new Set(['entry 1 of the journal', 'entry 2 of the journal']),
    )
  }, SOON)
  await vi.waitFor(
    () => expect(JSON.parse(readFileSync(marksFile(), 'utf8')).journal).toBe('c2'),
    SOON,
  )
  await end(runner, 'SIGTERM')
  expect(runner.exitCode).toBe(0)
})

test('the runner of the server ends with it, even when it is killed', async () => {
  const other = await startProduct({ runner: true })
  const children = readFileSync(
    `/proc/${other.process.pid}/task/${other.process.pid}/children`,
    'utf8',
  )
  const runner = children
    .trim()
    .split(' ')
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0runner\0'))
  expect(runner).toBeDefined()
  await other.kill()
  await vi.waitFor(() => expect(existsSync(`/proc/${runner}`)).toBe(false), SOON)
  const again = await startProduct({ after: other })
  await again.stop()
})
