/** What works beside the answers of the ledger: alarms that are looked at, messages, procedures, drills. */
import { join } from 'node:path'
import type { Log } from '#base'
import type { Ledger } from '#ledger'
import {
  createAlarmEngine,
  createAuditor,
  createCauseWatch,
  createDelivery,
  createDependencyWatch,
  createFanOut,
  createTriggerWatch,
  type JourneyWorker,
  logReaderOf,
  type SignalReader,
} from '#operate'
import { createDrillWorker } from '#prepare'
import { createEngine } from '#procedures'
import { evaluateInstant, type Telemetry } from '#telemetry'
import type { Config } from './config.ts'
import type { Example } from './example.ts'
import { createTelemetryKeeper } from './keeping.ts'
import { secretOf } from './secrets.ts'

export interface Workers {
  stop(): Promise<void>
}

export async function startWorkers(options: {
  config: Config
  ledger: Ledger
  telemetry: Telemetry
  reader: SignalReader
  journeys: JourneyWorker
  log: Log
  /** Names this process among the nodes. */
  node: string
  /** Address that people use. */
  url: string
  example: Example | undefined
  hint: (topic: string, subject: string) => void
}): Promise<Workers> {
  const { config, ledger, telemetry, reader, journeys, log, node, url, example, hint } = options
  const environment = example?.environment ?? hostEnvironment()
  const queryInstant = async (query: string) => {
    const value = await evaluateInstant(query, Date.now(), telemetry.source)
    if (value.type === 'vector') return value.samples
    return value.type === 'scalar' ? [{ labels: {}, value: value.value }] : []
  }
  const smtpUrl = config.smtpUrl ?? example?.smtpUrl

  const alarms = createAlarmEngine({ ledger, reader, logs: logReaderOf(telemetry), node, log })
  const sending = {
    smtp: smtpUrl ? { url: smtpUrl, from: config.mailFrom } : undefined,
    baseUrl: config.baseUrl ?? url,
    secrets: secretOf,
    fetch,
    nowMs: Date.now,
  }
  const delivery = createDelivery({ ledger, log, owner: node, context: sending })
  const fanOut = createFanOut({ ledger, log, owner: node, context: sending })
  const procedures = createEngine({
    ledger,
    log,
    owner: node,
    hint,
    context: { queryInstant, fetch, secrets: secretOf, environment },
  })
  const drills = createDrillWorker({
    ledger,
    log,
    owner: node,
    context: {
      variables: environment,
      guardFolder: join(config.data, 'guards'),
      querySignal: async (query) => (await queryInstant(query))[0]?.value ?? null,
      fetch,
      nowMs: () => performance.now(),
    },
  })
  const dependencies = createDependencyWatch({ ledger, store: telemetry.store, log })
  const causes = createCauseWatch({
    ...{ ledger, store: telemetry.store, series: telemetry.source, log },
  })
  const triggers = createTriggerWatch({ ledger, reader, log })
  const auditor = createAuditor({
    ...{ ledger, log, fetch },
    deadManUrl: config.deadManUrl,
    lastResortUrl: config.lastResortUrl,
  })
  const keeper = createTelemetryKeeper({ ledger, telemetry, log })
  await delivery.start()
  await fanOut.start()
  await procedures.start()
  await drills.start()
  alarms.start()
  await keeper.start()
  journeys.start()
  dependencies.start()
  await causes.start()
  await triggers.start()
  auditor.start()
  return {
    async stop() {
      await auditor.stop()
      await triggers.stop()
      await causes.stop()
      await dependencies.stop()
      await journeys.stop()
      await keeper.stop()
      await alarms.stop()
      await drills.stop()
      await procedures.stop()
      await fanOut.stop()
      await delivery.stop()
    },
  }
}

/** What scripts on this host may see of the server's environment: where programs are, and nothing else. */
function hostEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin' }
}
