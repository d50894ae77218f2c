import { expect, test } from 'vitest'
import { entriesOf, partsOf } from './figures.ts'
import {
  type Interval,
  type SeenLog,
  type SeenSpan,
  suspectsOfLosses,
  suspectsOfRequests,
  Usual,
  visitsOf,
} from './index.ts'
import { rank } from './rank.ts'

let traces = 0

/** front calls orders, orders calls payments; what is told changes one of them. */
interface Told {
  /** It does not call, or it calls and nobody answers. */
  readonly without?: 'payments'
  readonly silent?: 'payments'
  readonly log?: Readonly<Record<string, string>>
  readonly error?: Readonly<Record<string, string>>
  readonly ownMs?: Readonly<Record<string, number>>
  readonly wayMs?: Readonly<Record<string, number>>
}

function request(told: Told = {}): { spans: SeenSpan[]; logs: SeenLog[] } {
  const traceId = `t${++traces}`
  const own = (service: string) => told.ownMs?.[service] ?? 10
  const way = (service: string) => told.wayMs?.[service] ?? 1
  const spans: SeenSpan[] = []
  const logs: SeenLog[] = []
  const say = (service: string, template: string, isError = false) =>
    logs.push({ traceId, spanId: service, template, isError })
  const chain = told.without || told.silent ? ['front', 'orders'] : ['front', 'orders', 'payments']
  let durationMs = 0
  for (const service of [...chain].reverse()) {
    const below = chain[chain.indexOf(service) + 1]
    durationMs += own(service)
    const base = { traceId, startMs: 0, failed: false, service }
    if (below) {
      const waitMs = durationMs - own(service) + way(below)
      spans.push({
        ...{ ...base, spanId: `${service}-call`, parentId: service, name: `call ${below}` },
        durationMs: waitMs,
      })
      durationMs = waitMs + own(service)
    }
    const above = chain[chain.indexOf(service) - 1]
    spans.push({
      ...{ ...base, spanId: service, parentId: above ? `${above}-call` : '', durationMs },
      name: `POST /${service}`,
    })
    if (service === 'orders' && told.silent)
      spans.push({
        ...{ ...base, spanId: 'orders-call', parentId: 'orders', name: 'call payments' },
        durationMs: 1,
      })
    say(service, told.log?.[service] ?? `${service} did its work`)
    if (told.error?.[service]) say(service, told.error[service], true)
  }
  return { spans, logs }
}

function visits(count: number, told: Told = {}) {
  const all = Array.from({ length: count }, () => request(told))
  return visitsOf(
    all.flatMap(({ spans }) => spans),
    all.flatMap(({ logs }) => logs),
  )
}

const usual = new Usual(visits(40))
const names = (told: Told, count = 20) =>
  suspectsOfRequests(usual, visits(count, told)).map(({ name }) => name)

test.each<[string, Told, string[]]>([
  ['all is as ever', {}, []],
  ['the deepest that says what it never said', { error: { payments: 'refused' } }, ['payments']],
  [
    'a caller has its excuse',
    { error: { payments: 'refused', orders: 'gave up', front: 'sorry' } },
    ['payments'],
  ],
  ['who no longer calls whom it always called', { without: 'payments' }, ['orders']],
  ['who is called and does not answer', { silent: 'payments' }, ['payments']],
  ['who skips what it always did', { log: { orders: 'did something else' } }, ['orders']],
  ['who takes its time', { ownMs: { orders: 200 } }, ['orders']],
  ['who is far away', { wayMs: { payments: 500 } }, ['payments', 'orders']],
])('suspects of requests: %s', (_, told, expected) => {
  expect(names(told)).toEqual(expected)
})

test('one odd request or two are an accident', () => {
  expect(names({ error: { payments: 'refused' } }, 2)).toEqual([])
})

test('an error that happens in normal time is no news', () => {
  const noisy = new Usual([...visits(40), ...visits(4, { error: { payments: 'try again' } })])
  const suspects = suspectsOfRequests(noisy, visits(20, { error: { payments: 'try again' } }))
  expect(suspects).toEqual([])
})

test('a reason names what is missing', () => {
  const [first] = suspectsOfRequests(usual, visits(20, { without: 'payments' }))
  expect(first?.reasons[0]).toContain('20 of 20 requests: missing: call payments POST /payments')
})

const calm: Interval = { requests: 100, seconds: 0.1, answered: 1 }
const part = (name: string, calls: string[], now: Partial<Interval> = {}) => ({
  ...{ name, calls },
  usual: Array.from({ length: 50 }, (_, i) => ({ ...calm, seconds: 0.1 + (i % 5) / 1_000 })),
  now: [{ ...calm, ...now }],
})
const losers = (parts: Parameters<typeof suspectsOfLosses>[0], kind: 'time' | 'answers') =>
  suspectsOfLosses(parts, 'front', kind).map(({ name }) => name)

test.each<[string, Parameters<typeof suspectsOfLosses>[0], 'time' | 'answers', string[]]>([
  ['nobody', [part('front', ['orders']), part('orders', [])], 'time', []],
  [
    'who waits loses as much and keeps nothing',
    [
      part('front', ['orders'], { seconds: 0.4 }),
      part('orders', ['payments'], { seconds: 0.41 }),
      part('payments', [], { seconds: 0.42 }),
    ],
    'time',
    ['payments'],
  ],
  [
    'who adds to it is suspected too, less',
    [
      part('front', ['orders'], { seconds: 0.9 }),
      part('orders', ['payments'], { seconds: 0.9 }),
      part('payments', [], { seconds: 0.3 }),
    ],
    'time',
    ['orders', 'payments'],
  ],
  [
    'whom nobody called before is the caller’s change',
    [
      part('front', ['orders'], { answered: 0.5 }),
      part('orders', ['newcomer'], { answered: 0.5 }),
      { ...part('newcomer', [], { answered: 0 }), usual: [] },
    ],
    'answers',
    ['orders'],
  ],
  [
    'who is not needed is not looked at',
    [part('front', []), part('elsewhere', [], { answered: 0 })],
    'answers',
    [],
  ],
])('suspects of losses: %s', (_, parts, kind, expected) => {
  expect(losers(parts, kind)).toEqual(expected)
})

test('a call that nobody answered is a loss of whom it was made to', () => {
  const calm = visits(40)
  const known = new Usual(calm)
  const parts = partsOf(known, calm, visits(20, { silent: 'payments' }))
  expect(parts.find(({ name }) => name === 'payments')?.now).toEqual([
    { requests: 20, seconds: 0, answered: 0 },
  ])
  expect(entriesOf(parts)).toEqual(['front'])
})

test('independent signs add up and none makes certain', () => {
  const suspect = (name: string, score: number) => ({ name, score, reasons: [`as ${score}`] })
  const [first, second] = rank([
    { weight: 0.5, suspects: [suspect('a', 1)] },
    { weight: 0.5, suspects: [suspect('a', 1), suspect('b', 1)] },
  ])
  expect([first?.name, first?.score]).toEqual(['a', 0.75])
  expect([second?.name, second?.score]).toEqual(['b', 0.5])
})
