import { describe, expect, test } from 'vitest'
import { checkManifest } from '../check.ts'
import { dashboard } from '../kinds/dashboard.ts'
import type { Manifest, ManifestResource } from '../manifest.ts'
import { modelOf } from '../model.ts'
import { type DashboardInput, dashboardsOf, generatedDashboards, idsOf } from './index.ts'

const one = (kind: string, name: string, spec: object): ManifestResource => ({
  ...{ kind, name },
  spec: spec as Record<string, unknown>,
})
const PEOPLE = [
  one('person', 'ann', { name: 'Ann', email: 'ann@example.org' }),
  one('team', 'shop', { title: 'Shop team', members: ['person:ann'] }),
  one('escalation', 'default', { steps: [{ notify: ['team:shop'] }], fallback: 'person:ann' }),
  one('workload', 'shop', { title: 'Shop', description: 'Sells', tier: 1, owner: 'team:shop' }),
]
const component = (name: string, more: object = {}) =>
  one('component', name, { layer: 'application', owner: 'team:shop', dependsOn: [], ...more })
const signal = (name: string, component?: string) =>
  one('signal', name, {
    ...{ title: `The ${name}`, layer: 'business', query: `sum(${name})`, unit: '/min' },
    ...(component ? { component: `component:${component}` } : {}),
  })
const outcome = (name: string, kind: string, weight = 5) =>
  one('outcome', name, {
    ...{ title: `People get ${name}`, kind, signal: `signal:${name}`, owner: 'team:shop', weight },
    target: { op: '>=', value: 1 },
  })
const manifest = (...more: ManifestResource[]): Manifest => ({
  ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
  resources: [...PEOPLE, ...more],
})
const WHOLE = [
  component('orders', { title: 'Orders', dependsOn: ['component:db'] }),
  component('db', { layer: 'platform', service: 'postgres' }),
  component('bank', { layer: 'platform', vendor: 'Bank Ltd' }),
  ...[signal('orders', 'orders'), signal('pages'), signal('lag', 'bank')],
  ...[outcome('orders', 'business', 3), outcome('pages', 'customer', 9)],
]
const idsIn = (input: DashboardInput) => idsOf(dashboard.schema.parse(input).sections)
const panelsOf = (sections: readonly { panels: readonly object[] }[]) =>
  sections.flatMap(({ panels }) => panels)

describe('the dashboards nobody had to draw', () => {
  const model = modelOf(manifest(...WHOLE))
  const { engineers, leaders, customers } = generatedDashboards(model)

  test('are one for each audience, and keep every rule of those that are declared', () => {
    const all = Object.entries({ engineers, leaders, customers })
    const declared = manifest(...WHOLE, ...all.map(([name, spec]) => one('dashboard', name, spec)))
    expect(checkManifest(declared)).toEqual([])
  })

  test('engineers see each component by layer, with its signals and what every service measures', () => {
    expect(engineers.sections.map(({ title, note }) => [title, note])).toEqual([
      ['Now', undefined],
      ['Orders', 'application · Shop team'],
      ['db', 'platform · Shop team'],
      ['bank', 'Bank Ltd · Shop team'],
      ['Of no component', undefined],
    ])
    expect(idsIn(engineers)[1]).toEqual([
      ...['line-orders', 'requests-orders', 'errors-orders', 'time-orders', 'cpu-orders'],
    ])
    expect(JSON.stringify(engineers.sections[2])).toContain('service_name=\\"postgres\\"')
    // A third party is measured by what it does to us: nobody sees into it.
    expect(engineers.sections[3]!.panels).toEqual([
      { show: 'line', signal: 'signal:lag', width: 'third' },
    ])
  })

  test('what a service does not measure has no panel', () => {
    const measured = generatedDashboards(model, (service, metric) => {
      return service === 'orders' && metric.startsWith('http_')
    })
    expect(idsIn(measured.engineers).flat()).toContain('requests-orders')
    expect(idsIn(measured.engineers).flat().join()).not.toMatch(/cpu|requests-db/)
  })

  test('leaders see outcomes before anything else, the heaviest first, against last week', () => {
    expect(leaders.sections.map(({ title }) => title)).toEqual([
      ...['What the business gets', 'What customers get', 'What went wrong', 'Against last week'],
    ])
    const [first] = leaders.sections.at(-1)!.panels
    expect(first).toMatchObject({ outcome: 'outcome:pages', compare: '7d' })
  })

  test('customers read the words of their status page, and no internal name', () => {
    const page = one('status-page', 'public', {
      ...{ title: 'Status', audience: 'customers', public: true, channels: [] },
      components: [
        { name: 'Reading', outcomes: ['outcome:pages'], impacted: 'Slow.', restored: 'Well.' },
      ],
    })
    const told = generatedDashboards(modelOf(manifest(...WHOLE, page))).customers
    expect(told.sections[0]!.panels[0]).toMatchObject({
      of: [{ of: ['outcome:pages'], name: 'Reading', hurt: 'Slow.' }],
    })
    expect(
      panelsOf(customers.sections)
        .map((panel) => JSON.stringify(panel))
        .join(),
    ).not.toMatch(/component:|alarm|service_name/)
  })

  test('a workload that declares nothing is told what is missing, not that all is well', () => {
    const bare = generatedDashboards(modelOf(manifest()))
    for (const { sections } of [bare.leaders, bare.customers])
      expect(sections[0]!.panels).toMatchObject([{ show: 'text' }])
    expect(dashboardsOf(modelOf(manifest()))).toHaveLength(3)
  })

  test('a large workload is shown as far as there is room, and what is left out is named', () => {
    const many = Array.from({ length: 80 }, (_, i) => component(`c${i}`))
    const large = generatedDashboards(modelOf(manifest(...many))).engineers
    expect(panelsOf(large.sections).length).toBeLessThanOrEqual(60)
    expect(large.sections.at(-1)!.panels[0]).toMatchObject({
      text: expect.stringContaining('c79'),
    })
    expect(() => dashboardsOf(modelOf(manifest(...many)))).not.toThrow()
  })

  test('a declared one of the same name takes its place; others come after', () => {
    const spec = { title: 'Ours', audience: 'engineers', range: '1h', sections: [] }
    const all = dashboardsOf(
      modelOf(manifest(one('dashboard', 'engineers', spec), one('dashboard', 'checkout', spec))),
    )
    expect(all.map(({ name, origin }) => [name, origin])).toEqual([
      ['engineers', 'declared'],
      ['leaders', 'generated'],
      ['customers', 'generated'],
      ['checkout', 'declared'],
    ])
  })
})

describe('a declared dashboard', () => {
  const mistakes = (...panels: object[]) =>
    checkManifest(
      manifest(
        ...WHOLE,
        one('dashboard', 'ours', {
          ...{ title: 'Ours', audience: 'engineers', range: '1h' },
          sections: [{ title: 'One', panels }],
        }),
      ),
      {
        checkQuery: (query) => (query.endsWith('(') ? 'it does not end' : undefined),
        checkSearch: (search) => (search.endsWith('(') ? 'it does not end' : undefined),
      },
    ).map(({ code, word }) => [code, word])

  test.each<[string, object, [string, string | undefined]]>([
    ['an unknown signal', { show: 'line', signal: 'signal:nope' }, ['OPS-M105', 'nope']],
    [
      'an unknown component',
      { show: 'states', of: [{ of: 'component:nope' }] },
      ['OPS-M105', 'nope'],
    ],
    [
      'two measures',
      { show: 'line', signal: 'signal:orders', query: 'x' },
      ['OPS-M611', undefined],
    ],
    ['no measure', { show: 'value' }, ['OPS-M611', undefined]],
    ['a query that is none', { show: 'table', query: 'sum(', limit: 1 }, ['OPS-M106', 'sum(']],
    ['a search that is none', { show: 'logs', search: '(', limit: 1 }, ['OPS-M613', '(']],
  ])('is told of %s', (_words, panel, mistake) => {
    expect(mistakes(panel)).toEqual([mistake])
  })

  test('is told of two panels with one name', () => {
    const line = { show: 'line', signal: 'signal:orders' }
    expect(mistakes(line, line)).toEqual([['OPS-M612', undefined]])
    expect(mistakes(line, { ...line, id: 'again' })).toEqual([])
  })
})
