/**
 * Scrapes what the models in force declare. One node scrapes a workload at a time: the holder of its lease.
 * Jobs that nobody declares take no lease and cost one query per look.
 */
import { type Clock, durationMs, type Log, messageOf, systemClock } from '#base'
import { type Lease, type Ledger, releaseLease, renewLease, takeLease } from '#ledger'
import { loadModel, type Model, readWorkloads } from '#model'
import {
  createAskTarget,
  createScraper,
  type ScrapeJob,
  type TargetState,
  type Telemetry,
} from '#telemetry'

export interface Scraping {
  start(): void
  stop(): Promise<void>
  /** Follows the models and the leases as they are now. */
  follow(): Promise<void>
  /** Asks all targets that are due by the clock. */
  run(): Promise<void>
  /** The targets that this node asks. */
  targets(): TargetState[]
}

const LEASE_MS = 15_000
const FOLLOW_EVERY_MS = 2_000

export function createScraping(options: {
  readonly ledger: Ledger
  readonly telemetry: Pick<Telemetry, 'ingest'>
  /** Name of this node. */
  readonly node: string
  readonly log: Log
  readonly secrets: (name: string) => string | undefined
  readonly version: string
  readonly clock?: Clock
  readonly leaseMs?: number
}): Scraping {
  const { ledger, telemetry, node, log, secrets, version } = options
  const { clock = systemClock, leaseMs = LEASE_MS } = options
  const { database } = ledger
  const ask = createAskTarget({ secrets, version })
  const scraper = createScraper({ telemetry, ask, clock, log })
  const held = new Map<string, { lease: Lease; renewedMs: number }>()
  let followed: Promise<void> = Promise.resolve()
  let known = '[]'
  let timer: NodeJS.Timeout | undefined

  async function followOnce(): Promise<void> {
    const jobs: ScrapeJob[] = []
    const elsewhere = new Set<string>()
    for (const workload of await readWorkloads(database.sql)) {
      const model = await loadModel(database.sql, workload)
      const declared = model ? jobsOf(model) : []
      if (declared.length === 0) await letGo(workload)
      else if (await hold(workload)) jobs.push(...declared)
      else for (const { id } of declared) elsewhere.add(id)
    }
    const wanted = JSON.stringify(jobs)
    if (wanted === known) return
    await scraper.setJobs(jobs, elsewhere)
    known = wanted
  }

  async function hold(workload: string): Promise<boolean> {
    const nowMs = performance.now()
    const mine = held.get(workload)
    if (mine && nowMs - mine.renewedMs < leaseMs / 3) return true
    if (mine && (await renewLease(database, mine.lease, leaseMs))) {
      mine.renewedMs = nowMs
      return true
    }
    held.delete(workload)
    const lease = await takeLease(database, {
      key: `scrape:${workload}`,
      owner: node,
      forMs: leaseMs,
    })
    if (lease) held.set(workload, { lease, renewedMs: nowMs })
    return lease !== undefined
  }

  async function letGo(workload: string): Promise<void> {
    const mine = held.get(workload)
    held.delete(workload)
    if (mine) await releaseLease(database, mine.lease)
  }

  function follow(): Promise<void> {
    const next = followed.then(followOnce)
    followed = next.catch((error) =>
      log.warn('the declared targets could not be read', { why: messageOf(error) }),
    )
    return next
  }

  return {
    follow,
    run: () => scraper.run(),
    targets: () => scraper.states(),
    start() {
      scraper.start()
      follow().catch(() => {})
      timer = setInterval(() => void follow().catch(() => {}), FOLLOW_EVERY_MS)
    },
    async stop() {
      clearInterval(timer)
      await followed
      await scraper.stop()
      for (const workload of [...held.keys()]) await letGo(workload)
    },
  }
}

/** What the model of a workload declares, as the scraper takes it. */
function jobsOf(model: Model): ScrapeJob[] {
  return model.all('scrape').map(({ name, spec }) => {
    const { interval, timeout, job, bodySizeLimit, ...rest } = spec
    return {
      ...rest,
      id: `${model.workload}/${name}`,
      workload: model.workload,
      name: job ?? name,
      intervalMs: durationMs(interval),
      timeoutMs: durationMs(timeout),
      bodySizeBytes: bodySizeLimit,
    }
  })
}
