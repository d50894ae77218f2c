import { beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import type { Decoded } from '../ingest/format.ts'
import type { LogRecord, MetricPoint } from '../model.ts'
import { Tally } from '../tally.ts'
import { type Measurements, openMeasurements } from './measurements.ts'
import { pageName } from './page-names.ts'
import { withoutPersons } from './private.ts'
import { PageReport } from './report.ts'
import { visitorOf } from './user-agent.ts'

const CHROME =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36'
const site = { workload: 'storefront', name: 'shop', pages: ['/', '/products/:id', '/docs/*'] }
const report = (more: object) =>
  PageReport.parse({ site: 'shop', view: 'abc', page: '/products/mug', ...more })

describe('what browsers tell', () => {
  let clock: ManualClock
  let points: MetricPoint[]
  let records: LogRecord[]
  let measurements: Measurements
  beforeEach(() => {
    clock = new ManualClock(1_700_000_000_000)
    points = []
    records = []
    measurements = openMeasurements({
      log: silentLog,
      instance: 'node_1',
      clock,
      telemetry: {
        async ingest(decoded: Decoded) {
          if (decoded.batch.signal === 'metrics') points = [...decoded.batch.points]
          if (decoded.batch.signal === 'logs') records = [...decoded.batch.records]
          return decoded
        },
      },
    })
  })
  const counted = (name: string, labels: object = {}) =>
    points.find(
      ({ series }) =>
        series.name === name &&
        Object.entries(labels).every(([label, value]) => series.labels[label] === value),
    )?.value

  test('vitals become histograms in seconds, by page, device, browser and release', async () => {
    measurements.take(site, report({ release: '5.1.0', vitals: { lcp: 900, cls: 0.07 } }), CHROME)
    await measurements.flush()
    const of = { page: '/products/:id', device: 'mobile', browser: 'chrome', release: '5.1.0' }
    expect({
      fast: counted('browser_lcp_seconds_bucket', { ...of, le: '0.8' }),
      slow: counted('browser_lcp_seconds_bucket', { ...of, le: '1' }),
      all: counted('browser_lcp_seconds_bucket', { ...of, le: '+Inf' }),
      sum: counted('browser_lcp_seconds_sum', of),
      shift: counted('browser_cls_bucket', { ...of, le: '0.1' }),
      views: counted('browser_page_views_total', { layer: 'customer', workload: 'storefront' }),
    }).toEqual({ fast: 0, slow: 1, all: 1, sum: 0.9, shift: 1, views: 1 })
  })

  test('a second visitor adds to the first', async () => {
    for (let i = 0; i < 2; i++) {
      clock.advance(100)
      measurements.take(site, report({ vitals: { inp: 120 } }), CHROME)
    }
    await measurements.flush()
    expect(counted('browser_inp_seconds_count')).toBe(2)
  })

  test('errors are counted and kept as log records without what is about a person', async () => {
    const errors = [{ message: 'no card 4242 4242 4242 4242 of ada@shop.example', line: 7 }]
    measurements.take(site, report({ errors, page: '/orders/of/ada' }), CHROME)
    await measurements.flush()
    expect(counted('browser_errors_total', { page: 'other' })).toBe(1)
    expect(records).toMatchObject([
      { service: 'browser:shop', severity: 17, body: 'no card «number» of «address»' },
    ])
  })

  test('steps are counted by journey', async () => {
    measurements.take(site, report({ steps: [{ journey: 'checkout', step: 'pay' }] }), CHROME)
    await measurements.flush()
    expect(counted('browser_journey_steps_total', { journey: 'checkout', step: 'pay' })).toBe(1)
  })

  test('names that senders choose do not grow without end', async () => {
    for (let i = 0; i < 80; i++)
      measurements.take(site, report({ release: `r${i}`, vitals: {} }), CHROME)
    await measurements.flush()
    const releases = new Set(points.map(({ series }) => series.labels.release))
    expect(releases.size).toBe(21)
    expect(releases).toContain('other')
  })

  test('refusals are counted by reason', async () => {
    measurements.refuse('unknown-site')
    await measurements.flush()
    expect(counted('browser_reports_refused_total', { reason: 'unknown-site' })).toBe(1)
  })
})

test('a tally that is full refuses new series and goes on with those it has', () => {
  const tally = new Tally(2)
  expect(tally.add('a', {}, 0)).toBe(true)
  expect(tally.observe('h', {}, [1, 2], 1, 0)).toBe(false)
  expect([tally.add('b', {}, 0), tally.add('c', {}, 0), tally.add('a', {}, 0)]).toEqual([
    true,
    false,
    true,
  ])
})

test('a tally tells what has changed, and now and then all that is alive', () => {
  const tally = new Tally()
  tally.add('a', {}, 1_000)
  expect(tally.take(2_000, false)).toHaveLength(1)
  expect(tally.take(3_000, false)).toHaveLength(0)
  expect(tally.take(4_000, true)).toMatchObject([{ value: 1, startMs: 0, timeMs: 4_000 }])
  expect(tally.take(4_000 + 16 * 60_000, true)).toHaveLength(0)
})

test.each([
  ['/', '/'],
  ['/products/mug', '/products/:id'],
  ['/products/mug/', '/products/:id'],
  ['/products/mug?who=ada', '/products/:id'],
  ['/products', 'other'],
  ['/docs/a/b', '/docs/*'],
  ['/orders/7', 'other'],
])('the page %s is called %s', (path, name) => expect(pageName(path, site.pages)).toBe(name))

test.each([
  ['/orders/1284/lines', '/orders/:id/lines'],
  ['/about', '/about'],
  ['/a/b/c/d/e/f/g/h', '/a/b/c/d/e/f/*'],
])('without patterns %s is called %s', (path, name) => expect(pageName(path, [])).toBe(name))

test.each([
  ['failed at https://x.example/a?token=abc', 'failed at https://x.example/a'],
  ['token: abc.def is bad', '«secret» is bad'],
  ['order 7f1a2b3c-1111-2222-3333-444455556666 lost', 'order «id» lost'],
  ['x is undefined at 12', 'x is undefined at 12'],
])('%s is kept as %s', (text, kept) => expect(withoutPersons(text)).toBe(kept))

test.each([
  [CHROME, 'mobile', 'chrome'],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', 'desktop', 'edge'],
  ['Mozilla/5.0 (iPad; CPU OS 17) Version/17.0 Safari/604.1', 'tablet', 'safari'],
  ['Googlebot/2.1', 'bot', 'other'],
])('%s is a %s with %s', (agent, device, browser) =>
  expect(visitorOf(agent)).toEqual({ device, browser }),
)
