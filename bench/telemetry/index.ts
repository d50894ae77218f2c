/** Ingest, memory, disk and questions of a million samples, ours and those of the peers, one after the other. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ingestFormats } from '#telemetry'
import type { Figure } from '../figures.ts'
import { encodeOtlp, encodeRemoteWrite } from './encode.ts'
import { startOurs } from './ours.ts'
import { peerNames, startPeer } from './peers.ts'
import { cpuOf, memoryOf } from './processes.ts'
import type { Subject } from './subject.ts'
import { NAME, requests, SERIES, STEP_MS, STEPS } from './workload.ts'

const SAMPLES = SERIES * STEPS
const IN_FLIGHT = 4
const ASKED = 7
/** Merges and garbage of the ingest are part of what it costs. */
const SETTLE_MS = 3_000

const QUESTIONS = {
  selective: { path: 'query', query: `rate(${NAME}{shard="3"}[5m]) > 0` },
  sum: { path: 'query', query: `sum by (job) (rate(${NAME}[5m]))` },
  range: { path: 'query_range', query: `sum by (job) (rate(${NAME}[5m]))` },
} as const
type Question = keyof typeof QUESTIONS

interface Measured {
  readonly cpuPerMillion: number
  readonly memoryMB: number
  readonly bytesPerSample: number
  readonly ms: Readonly<Record<Question, number>>
  /** Of the sum, so that nobody is measured who answers something else. */
  readonly sums: readonly number[]
}

export async function benchTelemetry(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-bench-'))
  // The embedded PostgreSQL runs under a user of its own when this is run by root.
  chmodSync(folder, 0o755)
  const startMs = Math.floor(Date.now() / STEP_MS) * STEP_MS - STEPS * STEP_MS
  try {
    const decode = decodeCpu(startMs)
    say('Opsplane')
    const ours = await measure(await startOurs(join(folder, 'ours')), startMs)
    const peers = new Map<string, Measured>()
    for (const name of peerNames) {
      const peer = await startPeer(name, join(folder, name))
      if (!peer) continue
      say(name)
      const measured = await measure(peer, startMs)
      assertSame(ours.sums, measured.sums, name)
      peers.set(name, measured)
    }
    return figures(ours, peers, decode)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(subject: Subject, startMs: number): Promise<Measured> {
  try {
    const before = cpuOf(subject.pid)
    const flying = new Set<Promise<void>>()
    for (const request of requests(startMs)) {
      const sent: Promise<void> = subject
        .send(encodeRemoteWrite(request))
        .finally(() => flying.delete(sent))
      flying.add(sent)
      // The requests of one moment may overtake each other, those of two may not.
      if (flying.size >= IN_FLIGHT || request.at(-1)!.labels.instance === LAST)
        await Promise.all(flying)
    }
    await Promise.all(flying)
    await subject.settled(SAMPLES)
    await new Promise((done) => setTimeout(done, SETTLE_MS))
    const cpuPerMillion = ((cpuOf(subject.pid) - before) / SAMPLES) * 1e6
    const memoryMB = memoryOf(subject.pid)
    const endS = (startMs + (STEPS - 1) * STEP_MS) / 1_000 + 7
    const ms: Partial<Record<Question, number>> = {}
    let sums: number[] = []
    for (const [name, { path, query }] of Object.entries(QUESTIONS)) {
      const parameters: Record<string, string> =
        path === 'query'
          ? { query, time: String(endS) }
          : { query, start: String(endS - 1_200), end: String(endS), step: '15' }
      const times: number[] = []
      for (let i = 0; i < ASKED; i++) {
        const began = performance.now()
        const { result } = await subject.ask(path, parameters)
        times.push(performance.now() - began)
        if (name === 'sum')
          sums = result.map(({ value }) => Number(value![1])).sort((a, b) => a - b)
      }
      ms[name as Question] = times.sort((a, b) => a - b)[ASKED >> 1]!
    }
    const bytesPerSample = (await subject.diskBytes()) / SAMPLES
    return { cpuPerMillion, memoryMB, bytesPerSample, ms: ms as Record<Question, number>, sums }
  } finally {
    await subject.stop()
  }
}

const LAST = `10.0.${(SERIES - 1) >> 8}.${(SERIES - 1) & 255}:9100`

/** Seconds of CPU to decode a million points of OTLP, in this process. */
function decodeCpu(startMs: number): number {
  const format = ingestFormats.find(({ path }) => path === '/v1/metrics')!
  const bodies = [...requests(startMs)].slice(0, 50).map(encodeOtlp)
  const run = () => {
    for (const body of bodies) format.decode(body, 'application/x-protobuf', { nowMs: Date.now() })
  }
  run()
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  const points = bodies.length * 2_000
  return ((user + system) / 1e6 / points) * 1e6
}

function assertSame(ours: readonly number[], theirs: readonly number[], name: string): void {
  const same =
    ours.length === theirs.length &&
    // Peers differ in how they extrapolate at the ends of a window; a wrong answer is further off.
    ours.every((value, i) => Math.abs(value - theirs[i]!) <= Math.abs(value) * 0.1)
  if (!same) say(`the sums of ${name} differ: ${theirs.slice(0, 3)} and ours ${ours.slice(0, 3)}`)
}

function figures(ours: Measured, peers: ReadonlyMap<string, Measured>, decode: number): Figure[] {
  const against = (
    what: string,
    unit: string,
    peer: string,
    goal: number | undefined,
    read: (measured: Measured) => number,
    note?: string,
  ): Figure => {
    const measured = peers.get(peer)
    const theirs = measured && read(measured)
    return { what, unit, ours: read(ours), peer, theirs, goal, ...(note ? { note } : {}) }
  }
  const cpu = (measured: Measured) => measured.cpuPerMillion
  const disk = (measured: Measured) => measured.bytesPerSample
  return [
    against('remote write, CPU per million samples', 's', 'Prometheus', 0.25, cpu),
    against('remote write, CPU per million samples', 's', 'VictoriaMetrics', 1, cpu),
    {
      what: 'OTLP decode, CPU per million points',
      unit: 's',
      ours: decode,
      peer: 'fastest decode we measured',
      theirs: 0.33,
      goal: 1.3,
      note: 'that figure is of another machine',
    },
    against(
      'memory after ingest',
      'MB',
      'Prometheus',
      2.5,
      ({ memoryMB }) => memoryMB,
      'server and engine; PostgreSQL left out',
    ),
    against('memory after ingest', 'MB', 'VictoriaMetrics', undefined, ({ memoryMB }) => memoryMB),
    against('disk per sample', 'B', 'Prometheus', undefined, disk, 'with the names of the series'),
    against(
      'disk per sample',
      'B',
      'VictoriaMetrics',
      1,
      disk,
      'depends on how far either has merged',
    ),
    ...['Prometheus', 'VictoriaMetrics'].flatMap((peer) => [
      against(
        'instant query, 800 of 10,000 series',
        'ms',
        peer,
        peer === 'Prometheus' ? 1.5 : undefined,
        ({ ms }) => ms.selective,
      ),
      against(
        'instant sum by (rate[5m]), 10,000 series',
        'ms',
        peer,
        peer === 'Prometheus' ? 1 : undefined,
        ({ ms }) => ms.sum,
      ),
      against(
        'range sum by (rate[5m]), 20m at 15s, 10,000 series',
        'ms',
        peer,
        undefined,
        ({ ms }) => ms.range,
      ),
    ]),
  ]
}

const say = (words: string) => process.stderr.write(`${words}\n`)
