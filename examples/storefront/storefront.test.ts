/** The shop as its customers, its runbooks and its drills meet it: real processes, from the outside. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Below node_modules, so that the bundle finds its packages.
const bundles = join(root, 'node_modules/.cache/storefront-test')
const dir = mkdtempSync(join(tmpdir(), 'storefront-'))
let supervisor: ChildProcess
let watcher: { url: string; bodies: { path: string; body: Buffer }[]; server: Server }
let program: string

interface Control {
  readonly smtpPort: number
  readonly processes: Record<string, { pid: number | null; port: number; version: string }>
}
const control = () => JSON.parse(readFileSync(join(dir, 'control.json'), 'utf8')) as Control
const urlOf = (name: string) => `http://127.0.0.1:${control().processes[name]!.port}`

beforeAll(async () => {
  // The orders database runs as a user of its own and has to reach its folder.
  chmodSync(dir, 0o755)
  const folder = join(bundles, String(process.pid))
  mkdirSync(folder, { recursive: true })
  program = join(folder, 'storefront.mjs')
  await build({
    entryPoints: { storefront: join(root, 'examples/storefront/main.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  watcher = await watch()
  supervisor = spawn(
    process.execPath,
    [program, 'up', '--dir', dir, '--otlp', watcher.url, '--port-base', '0', '--seed', '7'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  await until('the shop is open', () => control())
}, 60_000)

afterAll(async () => {
  const gone = new Promise((done) => supervisor.once('exit', done))
  if (supervisor.exitCode === null && supervisor.kill('SIGTERM')) await gone
  watcher.server.close()
  rmSync(dir, { recursive: true, force: true })
  rmSync(join(bundles, String(process.pid)), { recursive: true, force: true })
}, 30_000)

test('a visitor fills a basket and pays', async () => {
  let cookie = ''
  const go = async (path: string, form?: Record<string, string>) => {
    const answer = await fetch(`${urlOf('front-door')}${path}`, {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return { answer, text: await answer.text() }
  }
  expect((await go('/')).text).toContain('Stovetop kettle')
  expect((await go('/products/no-such-thing')).answer.status).toBe(404)
  await go('/basket', { product: 'kettle', count: '2' })
  await go('/basket', { product: 'mug', count: '1' })
  await go('/basket/remove', { product: 'mug' })
  const basket = await go('/basket')
  expect(basket.text).toContain('€96.00')
  expect(basket.text).not.toContain('Stoneware mug')
  const order = /name="order" value="([^"]+)"/.exec((await go('/checkout')).text)![1]!
  const form = { order, name: 'Ada <b>', email: 'ada@storefront.example' }
  expect((await go('/checkout', { ...form, card: '4000 0000 0000 0002' })).answer.status).toBe(402)
  const paid = await go('/checkout', { ...form, card: '4242 4242 4242 4242' })
  expect(paid.answer.headers.get('location')).toBe(`/thanks/${order}`)
  expect((await go('/basket')).text).toContain('Your basket is empty')
}, 20_000)

test('the same order tried again is paid once', async () => {
  const order = { order: crypto.randomUUID() }
  const answers = [await placeOrder(order), await placeOrder(order)]
  expect(answers.map(({ status }) => status)).toEqual([201, 201])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
}, 20_000)

test('orders fail quickly while payments is dead, and succeed when it is started', async () => {
  expect(await ctl('kill', 'payments')).toBe('payments was killed')
  const startedAt = performance.now()
  const failed = await placeOrder()
  expect(failed).toMatchObject({ status: 503, text: '{"error":"payments-unreachable"}' })
  // Far below the time that payments would have to answer.
  expect(performance.now() - startedAt).toBeLessThan(2_500)
  await expect(ctl('pid', 'payments')).rejects.toThrow('payments does not run')

  const started = await ctl('start', 'payments')
  expect(started).toMatch(/^payments runs, pid \d+$/)
  expect(await ctl('start', 'payments')).toBe(started)
  expect((await placeOrder()).status).toBe(201)
}, 20_000)

test('release 1.5.0 of orders fails one order in five, and the former one can be put back', async () => {
  expect(await ctl('release', 'orders', '1.5.0')).toBe('orders runs release 1.5.0')
  const answers = []
  for (let i = 0; i < 20; i++) answers.push((await placeOrder()).status)
  const failed = answers.filter((status) => status === 500).length
  // The customers take their turns too, so the count of ours may differ by a few.
  expect(failed).toBeGreaterThanOrEqual(1)
  expect(failed).toBeLessThanOrEqual(9)
  expect(answers.length - answers.filter((status) => status === 201).length).toBe(failed)

  await ctl('release', 'orders', '1.4.0')
  const { pid } = control().processes.orders!
  await ctl('release', 'orders', '1.4.0')
  expect(control().processes.orders).toMatchObject({ pid, version: '1.4.0' })
  expect((await placeOrder()).status).toBe(201)
}, 20_000)

test('a release is told to whoever watches the shop', async () => {
  const [event] = await until('the release is told', () => {
    const told = watcher.bodies.filter(({ path }) => path === '/events')
    return told.length > 0 && told.map(({ body }) => JSON.parse(body.toString()))
  })
  expect(event).toMatchObject({
    specversion: '1.0',
    type: 'dev.cdevents.service.deployed.0.2.0',
    data: {
      subject: {
        content: {
          service: 'orders',
          version: '1.5.0',
          previous: '1.4.0',
          environment: 'production',
        },
      },
    },
  })
}, 20_000)

test('latency on the line slows payments, and the standby route goes round it', async () => {
  await ctl('latency', '1000')
  expect((await timed(placeOrder)).ms).toBeGreaterThan(1_000)
  expect(await ctl('route', 'payments', 'standby')).toBe('payments takes the standby route')
  expect((await timed(placeOrder)).ms).toBeLessThan(1_000)
  await ctl('restart', 'payments')
  expect(await ctl('route', 'payments')).toBe('payments takes the standby route')
  await ctl('latency', '0')
  await ctl('route', 'payments', 'primary')
  expect(await ctl('latency')).toBe('the line to the card processor has no added latency')
}, 20_000)

test('mail is kept over a restart, and refused when the sink is told to', async () => {
  const { smtpPort } = control()
  const send = (subject: string) =>
    createTransport({ host: '127.0.0.1', port: smtpPort, secure: false }).sendMail({
      from: 'opsplane@storefront.example',
      to: 'mira@storefront.example',
      subject,
      text: 'Orders fail <script>alert(1)</script>',
    })
  const mode = (refuse: boolean) =>
    fetch(`${urlOf('mail')}/mode`, { method: 'PUT', body: JSON.stringify({ refuse }) })
  await send('Payments does not answer')
  await mode(true)
  await expect(send('Not now')).rejects.toMatchObject({ responseCode: 451 })
  await ctl('restart', 'mail')
  await send('Payments answers again')

  const inbox = await (await fetch(`${urlOf('mail')}/messages.json`)).json()
  expect(inbox).toMatchObject([
    { subject: 'Payments answers again', to: ['mira@storefront.example'] },
    { subject: 'Payments does not answer', from: 'opsplane@storefront.example' },
  ])
  const page = await (await fetch(`${urlOf('mail')}/messages/1`)).text()
  expect(page).toContain('<h1>Payments does not answer</h1>')
  expect(page).not.toContain('<script>')
}, 20_000)

test('services tell what happens by OpenTelemetry', async () => {
  const metrics = [
    'shop.orders.placed',
    'shop.revenue',
    'shop.checkouts.started',
    'shop.checkout.completed',
    'shop.payments.authorised',
    'shop.journey.steps',
    'shop.journey.duration',
    'shop.process.running',
    'payments.processor.duration',
    'orders.db.query.duration',
    'http.server.request.duration',
    'process.cpu.utilization',
  ]
  const told = (path: string, word: string) =>
    watcher.bodies.some((sent) => sent.path === path && sent.body.includes(word))
  await until('every metric was sent', () => metrics.every((name) => told('/v1/metrics', name)))
  await until('spans name their service', () => told('/v1/traces', 'POST /checkout'))
  await until('failures are logged', () => told('/v1/logs', 'payments does not answer'))
}, 20_000)

test('a second supervisor leaves the open shop alone', async () => {
  await expect(run('up', '--dir', dir)).rejects.toThrow(/is open already, under process id \d+/)
  expect((await placeOrder()).status).toBe(201)
}, 20_000)

test('the desk of the supervisor takes nothing from a page in a browser', async () => {
  const { controlUrl } = control() as unknown as { controlUrl: string }
  const answer = await fetch(`${controlUrl}/processes/payments/kill`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
  })
  expect(answer.status).toBe(403)
  expect(control().processes.payments!.pid).not.toBeNull()
}, 20_000)

test('every process ends with its supervisor, also with one that is killed', async () => {
  const pids = Object.values(control().processes).map(({ pid }) => pid!)
  supervisor.kill('SIGKILL')
  await until('all are gone', () => pids.every((pid) => !isAlive(pid)))
}, 20_000)

/** Whoever watches the shop: takes everything it sends. */
async function watch(): Promise<typeof watcher> {
  const bodies: (typeof watcher)['bodies'] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    bodies.push({ path: request.url ?? '', body: Buffer.concat(parts) })
    response.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    bodies,
    server,
  }
}

async function placeOrder(more: object = {}) {
  const answer = await fetch(`${urlOf('front-door')}/api/orders`, {
    method: 'POST',
    body: JSON.stringify({
      customer: 'the test',
      card: '4242424242424242',
      items: [{ product: 'mug', name: 'Stoneware mug', price: 19, count: 1 }],
      ...more,
    }),
  })
  return { status: answer.status, text: await answer.text() }
}

async function timed<T>(act: () => Promise<T>): Promise<{ ms: number }> {
  const startedAt = performance.now()
  await act()
  return { ms: performance.now() - startedAt }
}

const ctl = (...words: string[]) => run('ctl', '--dir', dir, ...words)

function run(...words: string[]): Promise<string> {
  return new Promise((done, fail) =>
    execFile(process.execPath, [program, ...words], (error, out, err) =>
      error ? fail(new Error(err.trim())) : done(out.trim()),
    ),
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until<T>(what: string, look: () => T | false | undefined): Promise<T> {
  const deadline = Date.now() + 15_000
  for (;;) {
    try {
      const seen = look()
      if (seen) return seen
    } catch {
      // Not there yet.
    }
    if (Date.now() > deadline) throw new Error(`not within 15 s: ${what}`)
    await new Promise((done) => setTimeout(done, 25))
  }
}
