import { expect, test } from 'vitest'
import type { Incident, Priority } from './incident.ts'
import { inQueueOrder, lossRateOf, type OutcomeLoss } from './queue.ts'

const lost = (perMinute: number | null, lostUnit = 'EUR'): OutcomeLoss['loss'] => ({
  ...{ shortfall: perMinute ?? 1, unit: `${lostUnit}/min`, perMinute, soFar: null, lostUnit },
})

const LOSSES: readonly OutcomeLoss[] = [
  { outcome: 'outcome:sales', weight: 9, loss: lost(200) },
  { outcome: 'outcome:refunds', weight: 6, loss: lost(50) },
  { outcome: 'outcome:orders', weight: 7, loss: lost(900, 'orders') },
  { outcome: 'outcome:latency', weight: 10, loss: lost(null) },
  { outcome: 'outcome:met', weight: 10, loss: null },
]

interface Row {
  readonly number: number
  readonly priority?: Priority
  readonly outcomes?: readonly string[]
  readonly ago?: number
  readonly state?: Incident['state']
}

const incident = ({ number, priority = 'P1', outcomes = [], ago = 0, state = 'open' }: Row) => {
  const at = new Date(Date.UTC(2026, 0, 5, 9) - ago * 60_000).toISOString()
  return {
    ...{ number, priority, state, occurredAt: at, openedAt: at },
    outcomes: outcomes.map((name) => `outcome:${name}`),
  }
}

test.each<[why: string, first: Row, then: Row]>([
  [
    'the priority is before any loss',
    { number: 1, priority: 'P1' },
    { number: 2, priority: 'P2', outcomes: ['sales'] },
  ],
  [
    'who loses more each minute is first',
    { number: 2, outcomes: ['sales'] },
    { number: 1, outcomes: ['refunds'], ago: 60 },
  ],
  [
    'losses in one unit add up',
    { number: 2, outcomes: ['refunds', 'sales'] },
    { number: 1, outcomes: ['sales'], ago: 60 },
  ],
  [
    'who loses something is before who loses nothing that flows',
    { number: 2, outcomes: ['refunds'] },
    { number: 1, outcomes: ['latency'], ago: 60 },
  ],
  [
    'the unit of the heaviest outcome is before other units, however large their numbers',
    { number: 2, outcomes: ['refunds'] },
    { number: 1, outcomes: ['orders'], ago: 60 },
  ],
  [
    'among equals the oldest has waited longest',
    { number: 2, outcomes: ['sales'], ago: 60 },
    { number: 1, outcomes: ['sales'], ago: 5 },
  ],
  [
    'of the same moment the lower number is first',
    { number: 1, outcomes: ['met'] },
    { number: 2, outcomes: ['latency'] },
  ],
  [
    'what is open is before what is over',
    { number: 1, priority: 'P5', ago: 60 },
    { number: 2, priority: 'P1', state: 'resolved' },
  ],
  [
    'of those that are over the newest is first, whatever they cost',
    { number: 2, priority: 'P5', state: 'resolved', ago: 5 },
    { number: 1, priority: 'P1', state: 'resolved', outcomes: ['sales'], ago: 60 },
  ],
])('%s', (_, first, then) => {
  const right = [incident(first), incident(then)]
  expect(inQueueOrder(right, LOSSES)).toEqual(right)
  expect(inQueueOrder(right.toReversed(), LOSSES)).toEqual(right)
})

test('the order has no circle: every rotation of three units sorts to the same queue', () => {
  const all = [['sales'], ['orders'], ['refunds'], ['latency'], ['orders', 'refunds']].map(
    (outcomes, i) => incident({ number: i + 1, outcomes }),
  )
  const sorted = inQueueOrder(all, LOSSES).map(({ number }) => number)
  expect(sorted).toEqual([1, 3, 5, 2, 4])
  for (let turn = 1; turn < all.length; turn++) {
    const turned = [...all.slice(turn), ...all.slice(0, turn)]
    expect(inQueueOrder(turned, LOSSES).map(({ number }) => number)).toEqual(sorted)
  }
})

test('the loss of an incident is said in one unit, and not at all when nothing flows', () => {
  const of = (...names: string[]) =>
    lossRateOf({ outcomes: names.map((name) => `outcome:${name}`) }, LOSSES)
  expect(of('sales', 'refunds', 'orders')).toEqual({ perMinute: 250, unit: 'EUR' })
  expect(of('orders')).toEqual({ perMinute: 900, unit: 'orders' })
  expect(of('latency', 'met')).toBeNull()
})
