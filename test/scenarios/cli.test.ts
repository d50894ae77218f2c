/** The command line as scripts use it: the built program, a real server, and exit codes that mean what the guide says. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

let product: Product
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opsplane-cli-'))
  // Started by root, PostgreSQL runs as somebody else, who has to reach its data.
  chmodSync(folder, 0o755)
  product = await startProduct()
})
afterAll(async () => {
  await product?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function opsplane(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['bin/opsplane.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OPSPLANE_DATA: product.data,
      ...(product.database ? { OPSPLANE_DATABASE_URL: product.database.url } : {}),
      LC_ALL: 'C.UTF-8',
      ...env,
    },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (bytes) => {
    out += bytes
  })
  child.stderr.on('data', (bytes) => {
    err += bytes
  })
  return new Promise((done) => child.once('close', (code) => done({ code, out, err })))
}

/** Runs a command with --json, expects its exit code, and returns what stands in `data`. */
async function data(args: readonly string[], code = 0) {
  const ended = await opsplane([...args, '--json'])
  expect({ code: ended.code, err: code === ended.code ? '' : ended.err + ended.out }).toEqual({
    code,
    err: '',
  })
  return JSON.parse(ended.out).data
}

/** What a run asks just now. */
async function choicesOf(run: string): Promise<string[]> {
  const { steps } = await data(['wait', run, '--for', 'waiting', '--timeout', '30s'])
  return steps.flatMap(({ waiting }: { waiting: { choices: { choice: string }[] } | null }) =>
    (waiting?.choices ?? []).map(({ choice }) => choice),
  )
}

/** A model of its own, changed as a person would in an editor. */
async function modelIn(name: string, edit: (file: string, text: string) => string = (_, t) => t) {
  const model = join(folder, name)
  const { written } = await data(['init', model])
  for (const file of written) writeFileSync(file, edit(file, readFileSync(file, 'utf8')))
  return model
}

describe('the daily loop', () => {
  let shop: string
  beforeAll(async () => {
    shop = await modelIn('shop')
  })

  test('a fresh model validates, is planned, is applied, and is in force', async () => {
    expect(await data(['validate', shop])).toMatchObject({ ok: true, workload: 'shop' })
    const plan = await data(['plan', shop, '--exit-code'], 3)
    expect(plan.changes.map(({ ref }: { ref: string }) => ref)).toContain('alarm:requests-fail')
    expect(await data(['apply', shop])).toMatchObject({ workload: 'shop', revision: 1 })
    expect((await data(['plan', shop, '--exit-code'])).changes).toEqual([])
  })

  test('status says what is not known, and does not call it well', async () => {
    const { status, outcomes } = await data(['status'])
    expect(status).toBe('unk')
    expect(outcomes[0]).toMatchObject({ ref: 'outcome:customers-are-answered', met: null })
    expect((await opsplane(['status'])).out).toContain('○ no data')
  })

  test('a kept plan is refused when the model has moved on; undo brings the former one back', async () => {
    const index = join(shop, 'ops/index.ts')
    const before = readFileSync(index, 'utf8')
    const kept = join(folder, 'plan.json')
    writeFileSync(index, before.replace("when: '< 95'", "when: '< 90'"))
    await data(['plan', shop, '--out', kept])
    expect(await data(['apply', kept])).toMatchObject({ revision: 2 })
    expect((await opsplane(['apply', kept])).code).toBe(1)
    expect(await data(['undo', '--dry-run'])).toMatchObject({ revision: 2 })
    const undone = await data(['undo'])
    expect(undone).toMatchObject({ revision: 3 })
    expect(undone.changes).toMatchObject([
      { ref: 'alarm:requests-fail', paths: [{ path: 'when', before: '< 90', after: '< 95' }] },
    ])
    expect((await data(['change', 'list']))[0]).toMatchObject({ revision: 3, undoOf: 2 })
  })

  test('all of it is in the ledger, and nobody altered it', async () => {
    const facts = await data(['events', '--type', 'model.applied'])
    expect(facts).toHaveLength(3)
    expect(await data(['ledger', 'verify'])).toMatchObject({ ok: true })
  })

  test('a step that waits for a person ends with 6 and says how to decide', async () => {
    const asked = await opsplane(['run', 'requests-fail'])
    expect(asked.code).toBe(6)
    const [, run] = /opsplane decide (run_\w+) failed --step restarted/.exec(asked.err) ?? []
    expect(run).toBeDefined()
    // The step asks for words, and an answer without them is none.
    expect((await opsplane(['decide', run!, 'done'])).code).toBe(1)
    expect(await data(['wait', run!, '--for', 'waiting'])).toMatchObject({ id: run })
    await data(['decide', run!, 'failed', '--reason', 'it does not start any more'])
    await expect.poll(() => choicesOf(run!), { timeout: 30_000 }).toContain('abort')
    await data(['decide', run!, 'abort'])
    expect(await data(['wait', run!, '--for', 'failed'])).toMatchObject({ state: 'failed' })
    await data(['wait', run!], 3)
  })

  test('an incident is declared, taken, ended, and waited for', async () => {
    const { name } = await data(['incident', 'declare', 'The shop is slow'])
    await data(['wait', name, '--for', 'acknowledged', '--timeout', '1ms'], 3)
    await data(['incident', 'ack', name])
    await data(['wait', name, '--for', 'acknowledged'])
    await data(['incident', 'resolve', name, '--reason', 'It was a slow laptop'])
    expect(await data(['wait', name])).toMatchObject({ state: 'resolved' })
  })

  test('the doctor finds nothing wrong with a fresh installation', async () => {
    const { findings } = await data(['doctor'])
    expect(findings.map(({ check }: { check: string }) => check)).toEqual([
      'node',
      'data folder',
      'server file',
      'server',
      'ready',
      'clock',
      'token',
      'telemetry',
      'messages',
      'ledger',
    ])
  })
})

test('an alarm without a procedure, an unknown owner and a misspelt signal: all named at once, none applied', async () => {
  const broken = await modelIn('broken', (file, text) =>
    file.endsWith('.md')
      ? text.replace('owner: owners', 'owner: ghosts')
      : text
          .replace("  procedure: 'requests-fail',\n", '')
          .replace(
            "kind: 'customer',\n  signal: requests",
            "kind: 'customer',\n  signal: 'requsts'",
          ),
  )
  const { ok, diagnostics } = await data(['validate', broken], 3)
  expect(ok).toBe(false)
  expect(diagnostics).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        subject: 'alarm:requests-fail',
        message: expect.stringContaining('must name a procedure'),
        file: 'index.ts',
        line: lineOf(join(broken, 'ops/index.ts'), "alarm('requests-fail'"),
      }),
      expect.objectContaining({
        message: expect.stringContaining('signal:requsts, which is not declared'),
        file: 'index.ts',
        line: lineOf(join(broken, 'ops/index.ts'), "signal: 'requsts'"),
      }),
      expect.objectContaining({
        subject: 'procedure:requests-fail',
        message: expect.stringContaining('owner ghosts'),
        file: 'procedures/requests-fail.md',
        line: lineOf(join(broken, 'ops/procedures/requests-fail.md'), 'owner: ghosts'),
      }),
    ]),
  )
  const refused = await opsplane(['apply', broken])
  expect(refused).toMatchObject({ code: 3, out: expect.stringContaining('nothing was changed') })
  const workloads = await product.call('workloads.list')
  expect(workloads.data.map(({ name }) => name)).not.toContain('broken')
})

describe('when it cannot be done', () => {
  test.each([
    [['nonsense']],
    [['incident', 'nonsense']],
    [['run']],
    [['wait', 'nonsense']],
    [['wait', 'INC-1', '--for', 'nonsense']],
    [['wait', 'INC-1', '--timeout', 'soon']],
    [['account', 'role', 'ann', 'queen']],
    [['status', '--nonsense']],
  ])('%j is wrong usage', async (args) => {
    const ended = await opsplane(args)
    expect(ended).toMatchObject({ code: 2, out: '' })
    expect(ended.err).not.toContain('    at ')
  })

  test('a server that is not there is 5, for people and for programs', async () => {
    const nowhere = { OPSPLANE_SERVER: 'http://127.0.0.1:1' }
    const ended = await opsplane(['status'], nowhere)
    expect(ended).toMatchObject({ code: 5, out: '' })
    expect(ended.err).toMatch(/^error\[cli\.unreachable\] .*\nhelp: .*\n$/)
    const told = await opsplane(['status', '--json'], nowhere)
    expect(JSON.parse(told.out)).toMatchObject({ error: { code: 'cli.unreachable' } })
  })

  test('a wrong token is 4', async () => {
    const ended = await opsplane(['whoami'], { OPSPLANE_TOKEN: 'wrong' })
    expect(ended).toMatchObject({ code: 4, out: '' })
    expect(ended.err).toContain('error[access.not-signed-in]')
  })

  test('a second start on the same data folder is refused in one sentence', async () => {
    const { code, out, err } = await opsplane(['start', '--port', '0', '--data', product.data])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^error\[app\.data-folder-in-use\] [^\n]+\.\nhelp: [^\n]+\n$/)
    // The one that runs is not touched.
    await data(['whoami'])
  })

  test('a taken port is one sentence, and what was opened is closed again', async () => {
    const other = join(folder, 'other-data')
    mkdirSync(other, { mode: 0o755 })
    const { port } = new URL(product.url)
    const { code, out, err } = await opsplane(['start', '--port', port, '--data', other])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/error\[app\.port-taken\] Port \d+ on 127\.0\.0\.1 is taken[^\n]*\nhelp: /)
    expect(err).not.toContain('    at ')
    // Nothing holds the folder any more: the next start gets past its lock to the port again.
    const again = await opsplane(['start', '--port', port, '--data', other])
    expect(again.err).toContain('error[app.port-taken]')
  })

  test('the doctor names the mend of what a killed server leaves behind', async () => {
    const left = join(folder, 'left-behind')
    mkdirSync(left)
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(join(left, 'server.json'), JSON.stringify({ url: 'http://127.0.0.1:1', pid }))
    const { ok, findings } = await data(['doctor', '--data', left], 3)
    expect(ok).toBe(false)
    const ills = findings.filter((one: { ok: boolean }) => !one.ok)
    expect(ills.map(({ check }: { check: string }) => check)).toEqual(['server file', 'server'])
    expect(ills.every(({ mend }: { mend?: string }) => mend)).toBe(true)
  })
})

function lineOf(file: string, text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  )
}
