import { describe, expect, test } from 'vitest'
import { journey as kind } from '../../model/kinds/journey.ts'
import { Cookies } from './cookies.ts'
import { factsOfRun } from './decide.ts'
import type { Journey, JourneyRun } from './run.ts'
import { addressOf, fill, fillJson } from './variables.ts'
import { walk } from './walk.ts'

const spec = (more: object) =>
  kind.schema.parse({
    title: 'Buying',
    steps: [{ name: 'home', http: { url: 'http://shop.test/' } }],
    ...more,
  })
const journey = (more: object = {}): Journey => ({ kind: 'journey', name: 'buy', spec: spec(more) })
const of = { workload: 'shop', journey: journey() }
const ok: JourneyRun = { result: 'ok', durationMs: 5, steps: [] }
const failed: JourneyRun = {
  result: 'failed',
  durationMs: 5,
  steps: [],
  failure: { step: 'home', expected: 'status 200', found: 'status 500' },
}

describe('a run is a fact only when the journey begins or ceases to fail', () => {
  const since = '2026-01-05T09:00:00.000Z'
  test.each([
    ['the first that goes well', null, ok, []],
    ['the first failure', null, failed, ['journey.failed']],
    ['a further failure', since, failed, []],
    ['the first that goes well again', since, ok, ['journey.recovered']],
    ['one that could not be walked here', since, { result: 'skipped', reason: 'no-browser' }, []],
  ] as const)('%s', (_, failedAt, run, types) => {
    expect(factsOfRun({ failedAt }, run, of).map(({ type }) => type)).toEqual(types)
  })
})

describe('what stands in braces', () => {
  test('is written as its place needs it', () => {
    const variables = { id: 'a/b "c"', base: 'http://x.test/y' }
    expect(fill('/orders/{{ id }}', 'url', variables)).toBe('/orders/a%2Fb%20%22c%22')
    expect(fill('{"id":"{{id}}"}', 'json', variables)).toBe('{"id":"a/b \\"c\\""}')
    expect(fillJson({ a: ['{{id}}', 1] }, variables)).toEqual({ a: ['a/b "c"', 1] })
    expect(addressOf('/z', '{{base}}', variables)).toBe('http://x.test/z')
  })
  test('and has no value is told as such', () => {
    expect(() => fill('{{order}}', 'text', {})).toThrow('a value for {{order}}')
  })
})

test('cookies go back to where they came from, until they are taken away', () => {
  const cookies = new Cookies()
  cookies.keep('http://a.test/x', ['basket=1.2; Path=/; HttpOnly', 'b=2'])
  expect(cookies.headerFor('http://a.test/y')).toBe('basket=1.2; b=2')
  expect(cookies.headerFor('http://b.test/')).toBe('')
  cookies.keep('http://a.test/', ['b=; Max-Age=0'])
  expect(cookies.headerFor('http://a.test/')).toBe('basket=1.2')
})

describe('a walk', () => {
  const context = {
    fetch: async () => new Response('<p>token s3cret-value is wrong</p>', { status: 401 }),
    secrets: (name: string) => (name === 'api-key' ? 's3cret-value' : undefined),
    environment: () => ({}),
    openBrowser: async () => undefined,
  } as const

  test('that fails says what was expected and what came, without secrets', async () => {
    const run = await walk(journey({ secrets: ['api-key'] }), context)
    expect(run).toMatchObject({
      result: 'failed',
      failure: {
        step: 'home',
        expected: 'a status below 400',
        found: 'status 401: token *** is wrong',
      },
    })
  })
  test('without its secret is not taken, and is no failure', async () => {
    expect(await walk(journey({ secrets: ['other'] }), context)).toEqual({
      result: 'skipped',
      reason: 'no-secret',
    })
  })
  test('in a browser where there is none is no failure', async () => {
    const steps = [{ name: 'home', browser: { goto: 'http://shop.test/' } }]
    expect(await walk(journey({ steps }), context)).toEqual({
      result: 'skipped',
      reason: 'no-browser',
    })
  })
})

test('a journey that cannot be walked as declared is a mistake of the model', () => {
  const steps = [
    { name: 'a', http: { url: '/x' }, expect: { json: 'body.' } },
    { name: 'a', browser: { goto: '/' } },
  ]
  const resource = { kind: 'journey', name: 'buy', spec: spec({ steps, every: '1s' }) }
  const codes = kind.check?.(resource, () => undefined).map(({ code }) => code)
  expect(codes).toEqual(['OPS-M401', 'OPS-M402', 'OPS-M403', 'OPS-M404', 'OPS-M405'])
})
