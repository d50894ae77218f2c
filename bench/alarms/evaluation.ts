/**
 * What it costs to hold ten thousand alarms against ten thousand series, each with a sample a second: the real
 * engine and telemetry in this process on a real PostgreSQL, with samples taken in at their pace. The CPU of the
 * same ingest without alarms is taken away.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  migrateUp,
  openDatabase,
  readMigrations,
  silentLog,
  startEmbeddedPostgres,
  systemClock,
} from '#base'
import { createDispatcher, type Ledger, modelApplied, openLedger } from '#ledger'
import { kindOf, type Manifest, manifestHash, revisions } from '#model'
import { alarms, createAlarmEngine, removedResources, signalReaderOf } from '#operate'
import { type MetricPoint, openTelemetry, Points, seriesIdentity, type Telemetry } from '#telemetry'
import type { Figure } from '../figures.ts'

const SERIES = 10_000
const REQUESTS_PER_SECOND = 5
const SECONDS = 6
/** The least of so many counts: whatever else the machine does only adds to it. */
const ROUNDS = 3
const SETTLE_SECONDS = 8
const GOAL_MS = 5

/** The shapes that are measured: what an alarm asks about its own series. */
const SHAPES = {
  'metric{series="i"} > x': (i: number) => `bench_load{series="${i}"}`,
  'avg_over_time(metric{series="i"}[1m]) > x': (i: number) =>
    `avg_over_time(bench_load{series="${i}"}[1m])`,
}

export async function benchEvaluation(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-bench-alarms-'))
  // The embedded PostgreSQL runs under a user of its own when this is run by root.
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'pg'), log: silentLog })
  const database = await openDatabase({ connection: postgres.connection })
  const telemetry = await openTelemetry({ folder: join(folder, 'telemetry'), log: silentLog })
  try {
    await migrateUp(database, readMigrations('migrations/postgres'))
    const projections = [revisions, alarms, removedResources]
    const ledger = openLedger({ database, projections })
    await createDispatcher({ ledger, reactions: [], log: silentLog }).settle()
    const feed = new Feed(telemetry)
    await feed.run(SETTLE_SECONDS)
    const alone = await cpuPerSecond(() => feed.run(SECONDS))
    const figures: Figure[] = []
    for (const [shape, query] of Object.entries(SHAPES)) {
      await applyAlarms(ledger, query)
      const engine = createAlarmEngine({
        ...{ ledger, reader: signalReaderOf(telemetry), node: 'bench', log: silentLog },
      })
      engine.start()
      await engine.look()
      await feed.run(SETTLE_SECONDS)
      const both = await cpuPerSecond(() => feed.run(SECONDS))
      await engine.stop()
      figures.push({
        what: `CPU per second of data, ${shape}`,
        unit: 'ms',
        ours: both - alone,
        peer: 'our goal',
        theirs: GOAL_MS,
        goal: 1,
        note: `10,000 alarms on 10,000 series at 1 sample/s; ingest beside it ${alone.toFixed(0)} ms`,
      })
    }
    return figures
  } finally {
    await telemetry.close()
    await database.close()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds of CPU of this process for each second that passes meanwhile. */
async function cpuPerSecond(run: () => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    const before = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / (performance.now() - began))
  }
  return least
}

/** Every series once a second, in a few requests spread over the second. */
class Feed {
  readonly #telemetry: Telemetry
  readonly #identities = Array.from({ length: SERIES }, (_, i) =>
    seriesIdentity(
      'bench_load',
      [
        ['series', String(i)],
        ['job', `job-${i % 20}`],
      ],
      'gauge',
      '',
    ),
  )
  #second = 0

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry
  }

  async run(seconds: number): Promise<void> {
    const began = performance.now()
    for (let sent = 0; sent < seconds * REQUESTS_PER_SECOND; sent++) {
      const dueMs = began + (sent * 1_000) / REQUESTS_PER_SECOND
      await new Promise((resume) => setTimeout(resume, Math.max(0, dueMs - performance.now())))
      await this.#send(sent % REQUESTS_PER_SECOND)
    }
  }

  async #send(part: number): Promise<void> {
    const timeMs = systemClock.now()
    this.#second++
    const size = SERIES / REQUESTS_PER_SECOND
    const points = Points.of(
      this.#identities.slice(part * size, (part + 1) * size).map((series, item): MetricPoint => {
        const value = ((item * 7 + this.#second * 13) % 50) + 0.5
        return { series, item, timeMs, value }
      }),
    )
    await this.#telemetry.ingest({
      batch: { signal: 'metrics', points },
      accepted: size,
      rejected: { count: 0, reasons: [] },
    })
  }
}

let revision = 0

async function applyAlarms(ledger: Ledger, query: (series: number) => string): Promise<void> {
  const all = Array.from({ length: SERIES }, (_, i) => i)
  const usual = { owner: 'team:shop', procedure: 'restart', when: '> 1000' }
  const resources = [
    ...all.map((i) => ({
      kind: 'signal',
      name: `load-${i}`,
      spec: { layer: 'platform', query: query(i), unit: '' },
    })),
    ...all.map((i) => ({
      kind: 'alarm',
      name: `high-${i}`,
      spec: kindOf('alarm')!.schema.parse({
        ...usual,
        ...{ title: `Load ${i} is high`, signal: `signal:load-${i}` },
      }) as Record<string, unknown>,
    })),
  ]
  const manifest: Manifest = { format: 'opsplane/v1', workload: 'bench', resources, procedures: [] }
  revision++
  await ledger.transact({ actor: 'person:bench' }, (tx) =>
    tx.append(
      modelApplied('workload:bench', {
        ...{ workload: 'bench', revision, hash: manifestHash(manifest), previous: null },
        ...{ changes: [], size: { resources: resources.length, values: 1 } },
        ...{ reverse: 'opsplane undo', undoOf: null, manifest },
      }),
    ),
  )
}
