// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these templates are those of relabelling
/** What is declared is scraped: real targets over HTTP, the real stores, and a clock that we move. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { ManualClock, silentLog } from '#base'
import { modelApplied, timers } from '#ledger'
import { kinds, type Manifest, manifestHash, revisions } from '#model'
import { evaluateInstant, openTelemetry, type Telemetry } from '#telemetry'
import { createScraping, type Scraping } from '../../src/app/scraping.ts'
import { type MetricsTarget, openMetricsTarget } from '../harness/metrics-target.ts'
import { freshLedger, type TestLedger } from '../harness/store.ts'

type Declared = z.input<typeof kinds.scrape.schema>

/** An hour ago, since the engine drops what is older than its tables keep by its own clock. */
const clock = new ManualClock(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000)
const SECRETS: Record<string, string> = { 'node-token': 'opens', 'node-password': 'hush' }

let folder: string
let telemetry: Telemetry
let store: TestLedger
let scraping: Scraping
let target: MetricsTarget
let revision = 0
let job = ''
let tests = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opsplane-scrape-'))
  telemetry = await openTelemetry({ folder, log: silentLog, clock })
  store = await freshLedger({ projections: [revisions, timers] })
  scraping = startNode('node_a')
})
afterAll(async () => {
  await scraping?.stop()
  await telemetry?.close()
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  // Each test is a job of its own, so that none sees the series of another.
  job = `job-${++tests}`
  target = await openMetricsTarget()
})
afterEach(() => target.close())

const startNode = (node: string, leaseMs?: number) =>
  createScraping({
    ...(leaseMs === undefined ? {} : { leaseMs }),
    ledger: store.ledger,
    telemetry,
    node,
    log: silentLog,
    secrets: (name) => SECRETS[name],
    version: '1',
    clock,
  })

async function apply(declared: Record<string, Declared>, node = scraping): Promise<void> {
  const manifest: Manifest = {
    workload: 'shop',
    resources: Object.entries(declared).map(([name, spec]) => ({
      kind: 'scrape',
      name,
      spec: kinds.scrape.schema.parse(spec),
    })),
    procedures: [],
  } as unknown as Manifest
  revision++
  await store.ledger.transact({ actor: 'service:test' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        workload: 'shop',
        revision,
        hash: manifestHash(manifest),
        previous: null,
        changes: [],
        size: { resources: manifest.resources.length, values: 0 },
        reverse: '',
        undoOf: null,
        manifest,
      }),
    ),
  )
  await node.follow()
}

const declare = (spec: Partial<Declared> = {}) =>
  apply({ [job]: { targets: [target.url], ...spec } })

/** Lets one interval pass, in which every target is asked once. */
async function pass(seconds = 15): Promise<void> {
  clock.advance(seconds * 1_000)
  await scraping.run()
}

/** What PromQL finds now, as `name{labels} value`, without the labels that all have in common. */
async function ask(query: string): Promise<Record<string, number>> {
  const value = await evaluateInstant(query, clock.now(), telemetry.source)
  if (value.type !== 'vector') throw new Error(`a ${value.type}`)
  return Object.fromEntries(
    value.samples.map(({ labels, value }) => {
      const { __name__ = '', job: _job, instance: _instance, ...rest } = labels
      const pairs = Object.entries(rest).map(([name, text]) => `${name}=${text}`)
      return [`${__name__}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''}`, value]
    }),
  )
}
const mine = (name: string) => ask(`${name}{job="${job}"}`)
const state = () => scraping.targets()[0]!

describe('a target that is well', () => {
  test('its samples are found with job and instance, beside the figures of the scrape', async () => {
    target.answers = '# TYPE orders_total counter\norders_total{shop="1"} 7\nqueue 2.5\n'
    await declare({ labels: { zone: 'eu' } })
    await pass()
    expect(await mine('orders_total')).toEqual({ 'orders_total{shop=1,zone=eu}': 7 })
    expect(await ask(`queue{instance="${target.instance}"}`)).toEqual({ 'queue{zone=eu}': 2.5 })
    expect(await mine('up')).toEqual({ 'up{zone=eu}': 1 })
    expect(await mine('scrape_samples_scraped')).toEqual({ 'scrape_samples_scraped{zone=eu}': 2 })
    expect(await mine('scrape_series_added')).toEqual({ 'scrape_series_added{zone=eu}': 2 })
    expect(Object.keys(await mine('scrape_duration_seconds'))).toHaveLength(1)
    await pass()
    expect(await mine('scrape_series_added')).toEqual({ 'scrape_series_added{zone=eu}': 0 })
    expect(state()).toMatchObject({ health: 'up', error: null, samples: 2, workload: 'shop', job })
  })

  test('it is asked for what we can read, once in each interval', async () => {
    await declare()
    await pass()
    await pass(1)
    await pass(14)
    expect(target.requests).toHaveLength(2)
    expect(target.requests[0]).toMatchObject({ url: '/metrics', method: 'GET' })
    expect(target.requests[0]!.headers).toMatchObject({
      'accept-encoding': 'gzip',
      'x-prometheus-scrape-timeout-seconds': '10',
    })
    expect(target.requests[0]!.headers.accept).toMatch(/^application\/openmetrics-text;version=1/)
  })

  test('OpenMetrics that is packed is read, and a counter is known to have begun at zero', async () => {
    const startS = clock.now() / 1_000
    target.answers = (_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/openmetrics-text; version=1.0.0',
        'content-encoding': 'gzip',
      })
      const text = `# TYPE calls counter\ncalls_total 4\ncalls_created ${startS}\n# EOF\n`
      response.end(gzipSync(text))
    }
    await declare()
    await pass()
    expect(await mine('calls_total')).toEqual({ calls_total: 4 })
    expect(await ask(`increase(calls_total{job="${job}"}[1m]) > 3`)).not.toEqual({})
  })

  test('whose labels win is said by honorLabels', async () => {
    target.answers = 'm{job="theirs"} 1\n'
    await declare()
    await pass()
    expect(await mine('m')).toEqual({ 'm{exported_job=theirs}': 1 })
    await declare({ honorLabels: true })
    await pass()
    expect(await ask(`m{instance="${target.instance}"}`)).toEqual({ m: 1 })
    expect(await mine('m')).toEqual({})
  })
})

describe('what has ended is not answered any more', () => {
  test('a series that vanished, at once', async () => {
    target.answers = 'a 1\nb 2\n'
    await declare()
    await pass()
    expect(await mine('b')).toEqual({ b: 2 })
    target.answers = 'a 1\n'
    await pass()
    expect(await mine('a')).toEqual({ a: 1 })
    expect(await mine('b')).toEqual({})
    target.answers = 'a 1\nb NaN\n'
    await pass()
    expect(await mine('b')).toEqual({})
    target.answers = 'a 1\nb 3\n'
    await pass()
    expect(await mine('b')).toEqual({ b: 3 })
  })

  test('all of a target that is down, which is said by up', async () => {
    target.answers = 'a 1\n'
    await declare()
    await pass()
    target.answers = (_request, response) => response.writeHead(500).end()
    await pass()
    expect(await mine('a')).toEqual({})
    expect(await mine('up')).toEqual({ up: 0 })
    expect(state()).toMatchObject({
      health: 'down',
      error: 'The target could not be asked: it answered with status 500.',
    })
    target.answers = 'a 5\n'
    await pass()
    expect(await mine('a')).toEqual({ a: 5 })
    expect(await mine('up')).toEqual({ up: 1 })
  })

  test('all of a target that is declared no more, up too', async () => {
    target.answers = 'a 1\n'
    await declare()
    await pass()
    expect(await mine('up')).toEqual({ up: 1 })
    clock.advance(1_000)
    await apply({})
    expect(await mine('a')).toEqual({})
    expect(await mine('up')).toEqual({})
    expect(scraping.targets()).toEqual([])
  })

  test('but a time that the target tells itself is believed', async () => {
    const toldMs = clock.now() - 60_000
    target.answers = `a 1 ${toldMs}\n`
    await declare()
    await pass()
    target.answers = 'b 1\n'
    await pass()
    expect(await mine('a')).toEqual({ a: 1 })
    expect(await ask(`timestamp(a{job="${job}"})`)).toEqual({ '': toldMs / 1_000 })
  })
})

describe('an answer that is not good is refused whole, with its reason', () => {
  const refused: [string, Partial<Declared>, MetricsTarget['answers'], RegExp][] = [
    ['a line that cannot be read', {}, 'a 1\nb one\n', /Line 2 .*"one" is not a number/],
    ['too many samples', { sampleLimit: 2 }, 'a 1\nb 1\nc 1\n', /3 samples, and its limit is 2/],
    ['too many bytes', { bodySizeLimit: 10 }, 'aaaaaaaaaa 1\n', /larger than 10 bytes/],
    [
      'too many bytes once unpacked',
      { bodySizeLimit: 100_000 },
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' })
        response.end(gzipSync(Buffer.alloc(5_000_000, '\n')))
      },
      /larger than 100000 bytes/,
    ],
    ['no UTF-8', {}, (_r, response) => response.end(Buffer.from([0x61, 0xff])), /not UTF-8/],
    ['no answer in time', { timeout: '50ms' }, () => {}, /did not answer within 50 ms/],
    [
      'redirects without end',
      {},
      (_request, response) => response.writeHead(302, { location: '/again' }).end(),
      /redirects more than 5 times/,
    ],
    [
      'a redirect to another kind of address',
      {},
      (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      /redirects to file:/,
    ],
    ['a secret that is missing', { bearerSecret: 'none' }, 'a 1\n', /no secret named none/],
  ]
  test.each(refused)('%s', async (_name, spec, answers, reason) => {
    target.answers = answers
    await declare(spec)
    await pass()
    expect(state().error).toMatch(reason)
    expect(state().health).toBe('down')
    expect(await mine('up')).toEqual({ up: 0 })
    expect(await mine('a')).toEqual({})
  })

  test('nobody there', async () => {
    await declare()
    await target.close()
    await pass()
    expect(state().error).toMatch(/ECONNREFUSED/)
  })
})

describe('who we are is told to the one who is meant', () => {
  test('a bearer token, and a password, by the name of the secret', async () => {
    await declare({ bearerSecret: 'node-token' })
    await pass()
    expect(target.requests.at(-1)!.headers.authorization).toBe('Bearer opens')
    await declare({ basicAuth: { username: 'ann', passwordSecret: 'node-password' } })
    await pass()
    const pair = Buffer.from('ann:hush').toString('base64')
    expect(target.requests.at(-1)!.headers.authorization).toBe(`Basic ${pair}`)
  })

  test('it does not go along to another server', async () => {
    const other = await openMetricsTarget()
    other.answers = 'a 1\n'
    target.answers = (_request, response) =>
      response.writeHead(307, { location: `${other.url}/metrics` }).end()
    await declare({ bearerSecret: 'node-token' })
    await pass()
    expect(await mine('a')).toEqual({ a: 1 })
    expect(target.requests[0]!.headers.authorization).toBe('Bearer opens')
    expect(other.requests[0]!.headers.authorization).toBeUndefined()
    await other.close()
  })
})

describe('relabelling', () => {
  test('chooses targets and rewrites where they are asked', async () => {
    target.answers = 'a 1\n'
    await declare({
      targets: [target.url, `${target.url}/other?module=x`, `${target.url}/left-out`],
      relabel: [
        { action: 'drop', sourceLabels: ['__metrics_path__'], regex: '/left-out' },
        { sourceLabels: ['__metrics_path__'], targetLabel: 'path' },
        {
          sourceLabels: ['__param_module'],
          targetLabel: '__param_module',
          replacement: '${1}y',
          regex: '(.+)',
        },
      ],
    })
    await pass()
    expect(target.requests.map(({ url }) => url).sort()).toEqual(['/metrics', '/other?module=xy'])
    expect(await mine('a')).toEqual({ 'a{path=/metrics}': 1, 'a{path=/other}': 1 })
  })

  test('drops and renames series before they count', async () => {
    target.answers = 'go_gc 1\nkept{big="x"} 2\n'
    await declare({
      metricRelabel: [
        { action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' },
        { action: 'labeldrop', regex: 'big' },
      ],
    })
    await pass()
    expect(await mine('kept')).toEqual({ kept: 2 })
    expect(await mine('go_gc')).toEqual({})
    expect(await mine('scrape_samples_scraped')).toEqual({ scrape_samples_scraped: 2 })
    expect(await mine('scrape_samples_post_metric_relabeling')).toEqual({
      scrape_samples_post_metric_relabeling: 1,
    })
  })
})

test('one node scrapes a workload, and another goes on when it has stopped', async () => {
  target.answers = 'a 1\n'
  await declare()
  await pass()
  const second = startNode('node_b')
  await second.follow()
  expect(second.targets()).toEqual([])
  await scraping.stop()
  await second.follow()
  clock.advance(15_000)
  await second.run()
  expect(second.targets()).toMatchObject([{ health: 'up', samples: 1 }])
  // Nothing was broken off in between: the series goes on as if nothing had been.
  expect(await ask(`count_over_time(a{job="${job}"}[1m])`)).toEqual({ '': 2 })
  await second.stop()
  scraping = startNode('node_a')
})

test('a node that has lost its lease leaves the series to the other one', async () => {
  await scraping.stop()
  const slow = startNode('node_slow', 3)
  target.answers = 'a 1\n'
  await apply({ [job]: { targets: [target.url] } }, slow)
  clock.advance(15_000)
  await slow.run()
  const quick = startNode('node_quick')
  await vi.waitFor(async () => {
    await quick.follow()
    expect(quick.targets()).toHaveLength(1)
  })
  await slow.follow()
  expect(slow.targets()).toEqual([])
  clock.advance(1_000)
  expect(await mine('a')).toEqual({ a: 1 })
  await slow.stop()
  await quick.stop()
  scraping = startNode('node_a')
})
