/**
 * One node at its promised rate for a while: clients in a process of their own, and somebody who looks at pages all
 * the time. What was reached, what was refused, memory, CPU, and how long the pages took.
 */
import { fork, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Product, startProduct } from '../../test/harness/product.ts'
import type { Figure } from '../figures.ts'
import { cpuOf, cpuOfMachine, partsOf } from '../telemetry/processes.ts'
import { readPages } from './pages.ts'
import { RATES, type Signal, type SoakTold } from './rates.ts'

const LOOK_EVERY_MS = 5_000
const PAGE_GOAL_MS = 1_000

export async function benchSoak({ minutes = 2 }: { minutes?: number }): Promise<readonly Figure[]> {
  const product = await startProduct()
  try {
    const seconds = minutes * 60
    const clients = fork(join(import.meta.dirname, 'clients.ts'), {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    })
    const hear = () =>
      new Promise<unknown>((done, fail) => {
        clients.once('message', done)
        clients.once('exit', (code) => fail(new Error(`the clients ended with ${code}`)))
      })
    applyExample(product)
    const sending = hear()
    clients.send({ url: product.url, seconds })
    await sending
    const answered = hear() as Promise<SoakTold>
    const before = partsOf(product.process.pid!)
    const beforeOthers = othersCpu(before)
    const began = Date.now()
    let over = false
    const pages = readPages(product.call, () => over)
    const looks = watch(product, began, () => over)
    const told = await answered
    over = true
    const took = (Date.now() - began) / 1_000
    const after = partsOf(product.process.pid!)
    const others = othersCpu(after) - beforeOthers
    const stored = await countStored(product)
    const memory = await looks
    return [
      ...(Object.keys(RATES) as Signal[]).map((signal) =>
        rateFigure(signal, told[signal], took, stored[signal]),
      ),
      ...Object.keys(after).map((part): Figure => {
        const cpu = after[part]!.cpuSeconds - (before[part]?.cpuSeconds ?? 0)
        const course = memory.map((one) => Math.round(one[part]?.memoryMB ?? 0))
        return {
          what: `CPU of ${part}, cores`,
          unit: '',
          ours: cpu / took,
          peer: '',
          theirs: undefined,
          goal: undefined,
          note: `memory in MB, over time: ${thinned(course).join(' ')}`,
        }
      }),
      {
        what: 'CPU of others on this machine, cores',
        unit: '',
        ours: others / took,
        peer: '',
        theirs: undefined,
        goal: undefined,
        note: `of ${availableParallelism()}; with none to spare, rates and times are those of a busy machine`,
      },
      ...[...(await pages)].map(([page, ms]): Figure => {
        const sorted = ms.toSorted((a, b) => a - b)
        return {
          what: `page ${page}, 95 of 100 within`,
          unit: 'ms',
          ours: quantile(sorted, 0.95),
          peer: 'our goal',
          theirs: PAGE_GOAL_MS,
          goal: 1,
          note: `half within ${Math.round(quantile(sorted, 0.5))} ms, at most ${Math.round(sorted.at(-1) ?? 0)} ms, ${sorted.length} times`,
        }
      }),
    ]
  } finally {
    await product.stop()
  }
}

/** The alarms of the example are evaluated meanwhile; its shop does not run. */
function applyExample({ data }: Product): void {
  const args = ['bin/opsplane.mjs', 'apply', 'examples/storefront', '--data', data]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the example was not applied: ${stderr}`)
}

function rateFigure(
  signal: Signal,
  sent: SoakTold[Signal],
  seconds: number,
  stored: number,
): Figure {
  const acks = sent.ackMs.toSorted((a, b) => a - b)
  return {
    what: `${signal} per second`,
    unit: '',
    ours: sent.items / seconds,
    peer: 'promised',
    theirs: RATES[signal],
    goal: undefined,
    note: `acknowledged half within ${Math.round(quantile(acks, 0.5))} ms, 95 of 100 within ${Math.round(quantile(acks, 0.95))} ms; told to wait ${sent.toldToWait} times, refused ${sent.refused} requests; ${sent.items} acknowledged, ${stored} stored`,
  }
}

/** Ours are below this process; PostgreSQL is told by itself. */
const othersCpu = (parts: Parts) =>
  cpuOfMachine() - cpuOf(process.pid) - (parts.PostgreSQL?.cpuSeconds ?? 0)

type Parts = ReturnType<typeof partsOf>

async function watch(product: Product, began: number, isOver: () => boolean): Promise<Parts[]> {
  const looks: Parts[] = []
  while (!isOver()) {
    const parts = partsOf(product.process.pid!)
    looks.push(parts)
    const words = Object.entries(parts).map(
      ([name, { memoryMB, cpuSeconds }]) =>
        `${name} ${Math.round(memoryMB)} MB ${cpuSeconds.toFixed(0)} s`,
    )
    process.stderr.write(`${Math.round((Date.now() - began) / 1_000)} s: ${words.join(', ')}\n`)
    await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS))
  }
  return looks
}

/** When everything that was acknowledged is in the tables, or a minute later. */
async function countStored({ call }: Product): Promise<Record<Signal, number>> {
  const count = async (table: string) => {
    const sql = `select count() from tel.${table}`
    const { data } = await call('sql.query', { query: { sql } })
    return Number(data.rows[0]![0])
  }
  const soaked = `samples where series_id in (select series_id from tel.series where name like 'soak%')`
  let last = -1
  for (;;) {
    const [samples, lines, spans] = [
      await count(soaked),
      await count("logs where service like 'service-%'"),
      await count('spans'),
    ]
    if (samples + lines + spans === last) return { samples, lines, spans }
    last = samples + lines + spans
    await new Promise((resume) => setTimeout(resume, 3_000))
  }
}

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
/** A dozen of them, from the first to the last. */
const thinned = (values: readonly number[]) =>
  values.filter((_, i) => i % Math.max(1, Math.ceil(values.length / 12)) === 0)
