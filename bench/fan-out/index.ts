/**
 * One update told to a hundred thousand subscribers by webhook, by the product with its embedded database. The server
 * is killed (`kill -9`) when half of them have been told, and started again: nobody may be told twice under another
 * key, and nobody may be left out.
 */
import { fork } from 'node:child_process'
import { cpus } from 'node:os'
import { kindOf, type Manifest } from '#model'
import { type Product, startProduct } from '../../test/harness/product.ts'
import type { Figure } from '../figures.ts'
import type { Counted } from './receiver.ts'

const SUBSCRIBERS = 100_000
const AT_ONCE = 5_000
const WITHIN_MS = 300_000
const GOAL_PER_SECOND = 2_500
const of = { workload: 'bench' }
const page = 'public'

export async function benchFanOut(): Promise<readonly Figure[]> {
  const receiver = await openReceiver()
  let product = await startProduct()
  try {
    await applyModel(product)
    await importAll(product, receiver.url)
    const declared = await product.call('incidents.declare', {
      body: { ...of, title: 'Nobody can buy', outcomes: ['outcome:orders'], severity: 'critical' },
    })
    process.stderr.write(`${declared.data.name} is declared\n`)
    const beganMs = performance.now()
    await receiver.half
    const untilKillMs = performance.now() - beganMs
    await product.kill()
    const killed = (await receiver.count()).addresses
    const goneMs = performance.now()
    product = await startProduct({ after: product })
    const startMs = performance.now() - goneMs
    const job = await finished(product)
    const againMs = performance.now() - goneMs - startMs
    const told = await receiver.count()
    const rest = SUBSCRIBERS - killed
    process.stderr.write(
      `killed at ${killed} after ${seconds(untilKillMs)}; the start took ${seconds(startMs)}, the rest ${seconds(againMs)}; ${told.requests} requests\n`,
    )
    const perSecond = SUBSCRIBERS / ((untilKillMs + againMs) / 1_000)
    const count = (what: string, ours: number, note?: string): Figure => ({
      ...{ what, unit: '', ours, peer: '', theirs: undefined, goal: undefined },
      ...(note ? { note } : {}),
    })
    return [
      count('subscribers told', told.addresses, `of ${SUBSCRIBERS}`),
      count('left out', SUBSCRIBERS - told.addresses, 'goal 0'),
      count('told twice under another key', told.doubled, 'goal 0'),
      count('the same key again after the kill', told.repeated, 'what was in hand: at most 400'),
      count('accepted, as the job counts', job.counts.accepted ?? 0),
      rate('queued, sent and accepted durably, all', perSecond),
      rate('until the kill', killed / (untilKillMs / 1_000)),
      rate('after the start', rest / (againMs / 1_000)),
    ]
  } finally {
    await product.stop()
    receiver.close()
  }
}

const rate = (what: string, ours: number): Figure => ({
  ...{ what, unit: 'per s', ours, peer: 'our goal', theirs: GOAL_PER_SECOND, goal: undefined },
  note: `goal at least ${GOAL_PER_SECOND}; ${cpus().length} cores, receiver and database on them too`,
})

async function importAll({ call }: Product, url: string): Promise<void> {
  for (let from = 0; from < SUBSCRIBERS; from += AT_ONCE) {
    const subscribers = Array.from({ length: AT_ONCE }, (_, i) => ({
      kind: 'webhook' as const,
      address: `${url}/${from + i}`,
    }))
    await call('status.import-subscribers', { params: { page }, body: { ...of, subscribers } })
  }
}

async function finished({ call }: Product) {
  const [job] = await until(
    async () => (await call('status.fan-outs', { params: { page }, query: of })).data,
    (jobs) => jobs[0]?.state === 'finished',
  )
  return job!
}

/** Asks again and again. @throws when it takes longer than five minutes */
async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + WITHIN_MS
  for (;;) {
    const answer = await ask()
    if (isSo(answer)) return answer
    if (performance.now() > deadline)
      throw new Error(`not in time: ${JSON.stringify(answer).slice(0, 1_000)}`)
    await new Promise((done) => setTimeout(done, 200))
  }
}

async function openReceiver() {
  const child = fork('bench/fan-out/receiver.ts', [String(SUBSCRIBERS / 2)], {
    execArgv: ['--import', 'tsx'],
  })
  const { port } = await new Promise<{ port: number }>((done, fail) => {
    child.once('message', (said) => done(said as { port: number }))
    child.once('exit', () => fail(new Error('the receiver did not start')))
  })
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    half: new Promise((done) => child.once('message', done)),
    count: async () => (await (await fetch(url)).json()) as Counted,
    close: () => void child.kill(),
  }
}

async function applyModel({ call }: Product): Promise<void> {
  const resources = [
    declare('workload', 'bench', {
      ...{ title: 'Bench', description: 'Is measured', tier: 1, owner: 'team:bench' },
    }),
    declare('person', 'ann', { name: 'Ann', email: 'ann@shop.example' }),
    declare('team', 'bench', { title: 'Bench', members: ['person:ann'] }),
    declare('escalation', 'bench', {
      ...{ steps: [{ notify: ['person:ann'] }], fallback: 'team:bench' },
    }),
    declare('signal', 'orders', { layer: 'business', unit: '', query: 'orders_total' }),
    declare('outcome', 'orders', {
      ...{ title: 'Orders are taken', kind: 'business', signal: 'signal:orders' },
      ...{ target: { op: '>=', value: 1 }, owner: 'team:bench' },
    }),
    declare('status-page', page, {
      ...{ title: 'Bench status', audience: 'customers', public: true },
      components: [
        {
          ...{ name: 'Buying', outcomes: ['outcome:orders'] },
          ...{ impacted: 'Nobody can buy.', restored: 'Buying works again.' },
        },
      ],
      subscribers: { by: ['webhook'], privateWebhooks: true },
    }),
  ]
  const manifest: Manifest = { format: 'opsplane/v1', workload: 'bench', resources, procedures: [] }
  await call('model.apply', { body: { manifest } })
}

function declare(kind: string, name: string, spec: Record<string, unknown>) {
  return { kind, name, spec: kindOf(kind)!.schema.parse(spec) as Record<string, unknown> }
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
