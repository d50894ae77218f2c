/** Dashboards through the API and the command line: all panels in one answer, each honest about itself. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'
import { hangWall, PANELS, WALL } from '../harness/wall.ts'

const workload = 'till'
let product: Product

beforeAll(async () => {
  product = await startProduct()
  await hangWall(product)
})
afterAll(() => product?.stop())

const show = async (dashboard: string, query: { from?: string; to?: string } = {}) => {
  const { data } = await product.call('dashboards.show', {
    params: { dashboard },
    query: { workload, ...query },
  })
  const panels = data.sections.flatMap((section) => section.panels)
  return { ...data, panels, panel: (id: string) => panels.find((one) => one.id === id)! }
}
const opsplane = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['bin/opsplane.mjs', ...args], {
    env: { ...process.env, OPSPLANE_DATA: product.data, LC_ALL: 'C.UTF-8' },
  })

describe('all panels in one answer', () => {
  test('a workload has a dashboard for each audience that nobody has drawn', async () => {
    const { data } = await product.call('dashboards.list', { query: { workload } })
    expect(data.map(({ name, origin, audience }) => [name, origin, audience])).toEqual([
      ['engineers', 'generated', 'engineers'],
      ['leaders', 'generated', 'leaders'],
      ['customers', 'generated', 'customers'],
      [WALL, 'declared', 'engineers'],
    ])
    for (const { name } of data)
      expect((await show(name)).panels.filter(({ error }) => error).map(({ id }) => id)).toEqual(
        name === WALL ? ['broken'] : [],
      )
  })

  test('forty panels, of which one cannot be answered and one has no data, and both say so', async () => {
    const wall = await show(WALL)
    expect(wall.panels).toHaveLength(PANELS)
    expect(wall.panel('broken')).toMatchObject({
      content: null,
      error: { message: expect.stringContaining('duplicate') },
    })
    expect(wall.panel('silent').content).toMatchObject({
      ...{ status: 'unk', value: null, lines: [], reason: 'no sample in the last five minutes' },
    })
    expect(wall.panel('line-0').content).toMatchObject({ value: 1, unit: 'ms', status: null })
    expect(wall.panel('line-1').content).toMatchObject({ value: 3, status: 'warn' })
  })

  test('a line has a value for each moment of the dashboard, and gaps where there was none', async () => {
    const { moments, panel } = await show(WALL)
    const { content } = panel('line-level')
    if (content?.show !== 'line') throw new Error('it is a line')
    const [line] = content.lines
    expect(line!.values).toHaveLength(moments.count)
    expect(line!.values[0]).toBeNull()
    expect(line!.values.filter((value) => value !== null)).toContain(12)
    expect(content).toMatchObject({
      ...{ unit: '/min', expected: { min: 5, max: null }, status: 'ok' },
      before: { ago: '1h', line: null, value: null },
      ask: { tab: 'metrics', question: 'max(wall_level)' },
    })
  })

  test('of more lines and rows than can be shown the largest are, and the others are counted', async () => {
    const { panel } = await show(WALL)
    const { content } = panel('shards')
    if (content?.show !== 'line') throw new Error('it is a line')
    expect(content.lines.map(({ name }) => name)).toEqual([
      ...['11', '10', '9', '8', '7', '6', '5', '4'],
    ])
    expect(content.more).toBe(4)
    expect(panel('table-side-by-side').content).toMatchObject({
      rows: { length: 5, 0: { value: 12 } },
      more: 7,
    })
    expect(panel('logs-what-it-says').content).toMatchObject({
      records: [{ level: 'error', service: 'till', body: 'card declined' }],
    })
  })

  test('customers are told in their words, and no internal name', async () => {
    await product.call('incidents.declare', {
      body: {
        workload,
        title: 'desk-7 is on fire',
        severity: 'critical',
        outcomes: ['outcome:paid'],
      },
    })
    const customers = await show('customers')
    expect(customers.panel('impaired').content).toMatchObject({
      items: [{ name: null, title: 'People can pay', priority: null, cost: null }],
      cost: null,
    })
    expect(customers.changes).toEqual([])
    expect(JSON.stringify(customers.sections)).not.toMatch(/desk|INC-/)
    const { content } = (await show('leaders')).panel('incidents')
    if (content?.show !== 'incidents') throw new Error('it is a list of incidents')
    expect(content).toMatchObject({ items: [{ name: 'INC-1' }], currency: 'EUR' })
    // A euro for each second that it has lasted, at most.
    expect(content.cost! / (content.lastedMs / 1_000)).toBeCloseTo(1, 6)
  })

  test('a time in the past is what it was, without states of now', async () => {
    const to = new Date(Date.now() - 3_600_000).toISOString()
    const past = await show('engineers', { from: '10m', to })
    expect([past.toMs - past.fromMs, new Date(past.toMs).toISOString()]).toEqual([600_000, to])
    const { content } = past.panel('line-level')
    expect(content).toMatchObject({ value: null, status: 'unk' })
  })

  test('an unknown name and a range that nobody can draw are refused with the way out', async () => {
    await expect(show('nope')).rejects.toMatchObject({
      problem: { status: 404, code: 'dashboards.no-such-dashboard' },
    })
    await expect(show(WALL, { from: '2s' })).rejects.toMatchObject({
      problem: { status: 400, code: 'dashboards.range-too-long' },
    })
  })

  test('who is not signed in sees nothing', async () => {
    const answer = await fetch(`${product.url}/api/v1/dashboards/leaders?workload=${workload}`)
    expect(answer.status).toBe(401)
  })
})

describe('by the command line', () => {
  test('they are listed, and shown panel by panel with what is wrong', async () => {
    const { stdout: list } = await opsplane('dashboard', 'list')
    expect(list).toMatch(/wall +engineers +declared +40 +The wall/)
    const { stdout } = await opsplane('dashboard', 'show', WALL)
    expect(stdout).toMatch(/Broken: .*duplicate/)
    expect(stdout).toMatch(/no data .*Silent: unknown; no sample/)
    expect(stdout).toMatch(/Level: 12 \/min/)
    const { stdout: json } = await opsplane('dashboard', 'show', WALL, '--json')
    expect(JSON.parse(json).data.sections).toHaveLength(2)
  })

  test('a generated one is written as code to go on from', async () => {
    const { stdout } = await opsplane(
      ...['export', '--dashboard', 'leaders', 'examples/storefront'],
    )
    expect(stdout).toMatch(/^import \{ dashboard \} from 'opsplane'\n\ndashboard\('leaders', \{/)
    await expect(
      opsplane('export', '--dashboard', 'x', 'examples/storefront'),
    ).rejects.toMatchObject({ code: 2 })
  })
})
