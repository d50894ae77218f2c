/**
 * Ten thousand messages to receivers that fail, hang, ask for time and lose answers, by the product with its embedded
 * database, which is killed (`kill -9`) twenty-five times meanwhile. Then what the receivers were given is held
 * against what the ledger says. The seed is printed, and `OPSPLANE_BENCH_SEED` repeats its moments.
 */
import { fork } from 'node:child_process'
import { kindOf, type Manifest } from '#model'
import { type Product, startProduct } from '../../test/harness/product.ts'
import { randomOf } from '../../test/harness/random.ts'
import type { Figure } from '../figures.ts'
import type { Given } from './receivers.ts'
import { judge, type Message } from './verdict.ts'

const INCIDENTS = 112
const WEBHOOKS = 42
const MAILBOXES = 9
const KILLS = 25
const WITHIN_MS = 600_000
const of = { workload: 'bench' }

export async function benchDelivery(): Promise<readonly Figure[]> {
  const seed = Number(process.env.OPSPLANE_BENCH_SEED ?? Date.now() % 2 ** 31)
  process.stderr.write(`seed ${seed}; repeat with OPSPLANE_BENCH_SEED=${seed}\n`)
  const random = randomOf(seed)
  const receivers = await openReceivers(seed)
  const life = await openLife(random, { OPSPLANE_SMTP_URL: receivers.smtp })
  try {
    await applyModel(life.product(), receivers.http)
    life.beginKilling()
    const beganMs = performance.now()
    await declareAndResolve(life, random)
    await life.allKilled
    await until(
      async () => [
        await waiting(life.product(), 'queued'),
        await waiting(life.product(), 'sending'),
      ],
      (counts) => counts.every((count) => count === 0),
    )
    const tookMs = performance.now() - beganMs
    const messages = await readMessages(life.product())
    const given = await receivers.given()
    const verdict = judge(given, messages)
    const ledger = await life.product().call('ledger.verify', {})
    const attempts = messages.reduce((sum, one) => sum + one.attempts, 0)
    const goal = 'goal 0'
    return [
      count('messages', messages.length, `${attempts} attempts in ${seconds(tookMs)}`),
      count('kills', KILLS),
      count('accepted', messages.filter(({ isAccepted }) => isAccepted).length),
      count('accepted, and no receiver has it', verdict.lost, goal),
      count('of which nothing became', verdict.undecided, goal),
      count('told twice under another key', verdict.doubled, goal),
      count(
        'the same key again',
        verdict.repeated,
        'its answer was lost, or the sender was killed',
      ),
      count('end before or without its page', verdict.outOfOrder, goal),
      count('end of a page that was in hand at a kill', verdict.endedInDoubt, 'it had not left'),
      count('told, and not that it is over', verdict.unrecovered, goal),
      count('attempts that are no facts', verdict.unrecorded, goal),
      count('facts that the chain refuses', ledger.data.ok ? 0 : 1, goal),
    ]
  } finally {
    await life.stop()
    receivers.close()
  }
}

const count = (what: string, ours: number, note?: string): Figure => ({
  ...{ what, unit: '', ours, peer: '', theirs: undefined, goal: undefined },
  ...(note ? { note } : {}),
})

/** The product, which is killed at moments of chance and comes back. */
async function openLife(random: () => number, env: NodeJS.ProcessEnv) {
  let product = await startProduct({ env })
  let killed: Promise<void> = Promise.resolve()
  const lives = () => product
  const killAll = async () => {
    for (let i = 0; i < KILLS; i++) {
      await pause(300 + random() * 2_200)
      await product.kill()
      product = await startProduct({ after: product, env })
    }
  }
  return {
    product: lives,
    beginKilling() {
      killed = killAll()
    },
    get allKilled() {
      return killed
    },
    async stop() {
      await killed.catch(() => {})
      await product.stop()
    },
  }
}

type Life = Awaited<ReturnType<typeof openLife>>

/** What is asked of a server that may be killed meanwhile: again, until it answers. */
async function persist<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + WITHIN_MS; ; await pause(50)) {
    try {
      return await ask()
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
  }
}

async function declareAndResolve(life: Life, random: () => number): Promise<void> {
  const open: string[] = []
  const resolveOne = async () => {
    const [incident] = open.splice(Math.floor(random() * open.length), 1)
    await until(() => resolveCalled(life.product(), incident!), Boolean)
  }
  for (let i = 0; i < INCIDENTS; i++) {
    open.push(await persist(() => declareOnce(life.product(), `Nobody can buy ${i}`)))
    // They last a while, so that there are always some to be resolved.
    if (open.length > 10) await resolveOne()
    await pause(random() * 400)
  }
  while (open.length > 0) await resolveOne()
}

/** True once it is resolved. It is as soon as people are being called, whether a call has arrived or not. */
async function resolveCalled({ call }: Product, incident: string): Promise<boolean> {
  const params = { incident }
  const { data } = await call('incidents.show', { params, query: of })
  if (data.state === 'resolved') return true
  if (data.notifications.length === 0) return false
  await call('incidents.resolve', { params, body: { ...of, reason: 'it works' } })
  return true
}

/** The answer to the declaration may have been lost with the server. */
async function declareOnce({ call }: Product, title: string): Promise<string> {
  const known = await call('incidents.list', { query: { ...of, limit: 500 } })
  const found = known.data.find((one) => one.title === title)
  if (found) return found.name
  const declared = await call('incidents.declare', { body: { ...of, title, severity: 'critical' } })
  return declared.data.name
}

async function waiting({ call }: Product, state: 'queued' | 'sending'): Promise<number> {
  const { data } = await call('notifications.list', { query: { ...of, state, limit: 1 } })
  return data.length
}

async function readMessages(product: Product): Promise<Message[]> {
  const messages = new Map<string, { -readonly [Key in keyof Message]: Message[Key] }>()
  for await (const { type, subject, data } of readFacts(product)) {
    const said = data as {
      purpose: string
      recipient: string
      incident: string
      retryAt?: null
      uncertain?: boolean
    }
    const { purpose, recipient, incident } = said
    const known = messages.get(subject) ?? {
      ...{ id: subject, purpose, recipient, incident },
      ...{ attempts: 0, isAccepted: false, isUncertain: false, isEnded: false },
    }
    messages.set(subject, known)
    if (type === 'notification.attempted') known.attempts++
    else if (type === 'notification.accepted') known.isAccepted = true
    else if (type !== 'notification.queued') {
      known.isUncertain ||= said.uncertain === true
      known.isEnded ||= type !== 'notification.failed' || said.retryAt === null
    }
  }
  return [...messages.values()]
}

async function* readFacts({ call }: Product) {
  const type = ['queued', 'attempted', 'accepted', 'failed', 'expired', 'cancelled', 'superseded']
    .map((what) => `notification.${what}`)
    .join(',')
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof ask>> = await ask(after)
    yield* page.data
    after = page.next
  } while (after !== null)

  function ask(from: string | null) {
    const query = { type, order: 'oldest' as const, limit: 1_000, ...(from ? { after: from } : {}) }
    return call('ledger.list', { query })
  }
}

/** @throws when it takes longer than ten minutes */
async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (const deadline = performance.now() + WITHIN_MS; ; await pause(100)) {
    const answer = await persist(ask)
    if (isSo(answer)) return answer
    if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(answer)}`)
  }
}

async function openReceivers(seed: number) {
  const child = fork('bench/delivery/receivers.ts', [String(seed)], {
    execArgv: ['--import', 'tsx'],
  })
  const ports = await new Promise<{ http: number; smtp: number }>((done, fail) => {
    child.once('message', (said) => done(said as { http: number; smtp: number }))
    child.once('exit', () => fail(new Error('the receivers did not start')))
  })
  const http = `http://127.0.0.1:${ports.http}`
  return {
    http,
    smtp: `smtp://127.0.0.1:${ports.smtp}`,
    given: async () => (await (await fetch(http)).json()) as Given[],
    close: () => void child.kill(),
  }
}

async function applyModel({ call }: Product, url: string): Promise<void> {
  const channels = [
    ...Array.from({ length: WEBHOOKS }, (_, i) =>
      declare('channel', `h${i}`, { type: 'webhook', config: { url: `${url}/${i}` } }),
    ),
    // The letter after m is the mood of the mailbox.
    ...Array.from({ length: MAILBOXES }, (_, i) =>
      declare('channel', `m${i}`, {
        ...{ type: 'email', config: { to: [`m${i % 3}x${i}@shop.example`] } },
      }),
    ),
  ]
  const notify = channels.map(({ name }) => `channel:${name}`)
  const resources = [
    declare('workload', 'bench', {
      ...{ title: 'Bench', description: 'Is measured', tier: 1, owner: 'team:bench' },
    }),
    declare('person', 'ann', { name: 'Ann', email: 'ann@shop.example' }),
    declare('team', 'bench', { title: 'Bench', members: ['person:ann'] }),
    ...channels,
    declare('escalation', 'bench', {
      ...{ steps: [{ after: '0s', notify }], fallback: 'team:bench' },
    }),
  ]
  const manifest: Manifest = { format: 'opsplane/v1', workload: 'bench', resources, procedures: [] }
  await call('model.apply', { body: { manifest } })
}

function declare(kind: string, name: string, spec: Record<string, unknown>) {
  return { kind, name, spec: kindOf(kind)!.schema.parse(spec) as Record<string, unknown> }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
