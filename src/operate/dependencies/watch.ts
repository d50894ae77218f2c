/**
 * Looks from time to time whether calls still go where the model says, and keeps each new answer as a fact. Stands
 * beside the answers of the ledger, since traces tell nobody.
 */
import { type Log, messageOf } from '#base'
import { dependenciesCompared, type Ledger } from '#ledger'
import { loadModel, type Model, readWorkloads } from '#model'
import type { TelemetryStore } from '#telemetry'
import type { Dependency } from './compare.ts'
import { OBSERVED_MS, observeDependencies } from './observe.ts'
import { readComparison } from './read.ts'

export interface DependencyWatch {
  start(): void
  stop(): Promise<void>
  /** One look at all workloads; the timer’s own work. */
  look(nowMs: number): Promise<void>
}

const EVERY_MS = 5 * 60_000

export function createDependencyWatch({
  ledger,
  store,
  log,
}: {
  readonly ledger: Ledger
  readonly store: TelemetryStore
  readonly log: Log
}): DependencyWatch {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  /** What was found the last time: a first call that has just not been made is no difference. */
  const before = new Map<string, string>()

  async function lookAt(model: Model, nowMs: number): Promise<void> {
    const found = await observeDependencies(store, model, nowMs)
    if (found.every(({ seen }) => seen === null)) return
    const told = factOf(model.workload, found)
    const text = JSON.stringify(told)
    const isSteady = before.get(model.workload) === text
    before.set(model.workload, text)
    if (!isSteady) return
    await ledger.transact({ actor: 'service:dependencies' }, async (tx) => {
      const last = await readComparison(ledger, model.workload)
      if (last && isSame(last, told)) return
      await tx.append(dependenciesCompared(`workload:${model.workload}`, told))
    })
  }

  async function look(nowMs: number): Promise<void> {
    const { sql } = ledger.database
    for (const workload of await readWorkloads(sql)) {
      const model = await loadModel(sql, workload)
      if (model) await lookAt(model, nowMs)
    }
  }

  return {
    look,
    start() {
      timer = setInterval(() => {
        running = look(Date.now()).catch((error) =>
          log.warn('dependencies were not compared', { error: messageOf(error) }),
        )
      }, EVERY_MS)
    },
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

type Told = Parameters<typeof dependenciesCompared>[1]

function factOf(workload: string, found: readonly Dependency[]): Told {
  const pairs = (verdict: Dependency['verdict']) =>
    found.filter((one) => one.verdict === verdict).map(({ from, to }) => ({ from, to }))
  return {
    workload,
    overMs: OBSERVED_MS,
    confirmed: pairs('confirmed').length,
    unseen: pairs('unseen'),
    undeclared: pairs('undeclared'),
    unobservable: pairs('unobservable'),
  }
}

function isSame(a: Told, b: Told): boolean {
  const essence = ({ unseen, undeclared, unobservable, confirmed }: Told) =>
    JSON.stringify([confirmed, unseen, undeclared, unobservable].map(sorted))
  return essence(a) === essence(b)
}

function sorted(value: number | readonly { from: string; to: string }[]) {
  return typeof value === 'number' ? value : value.map(({ from, to }) => `${from} ${to}`).sort()
}
