import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact } from '#ledger'
import { afterAttempt, type Outcome, recover } from './decide.ts'
import type { Notification, NotificationState } from './notification.ts'
import { retryDelayMs } from './retry.ts'

const NOW = Date.parse('2026-01-07T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const words = { title: 't', lines: [], fields: [], links: [], data: {} }

const message = (more: Partial<Notification> = {}): Notification => ({
  id: 'ntf_1',
  position: 1,
  correlation: 'fact_1',
  workload: 'shop',
  incident: 'inc_1',
  purpose: 'page',
  topic: 'incident:inc_1',
  recipient: 'person:ann',
  channel: 'email',
  address: 'ann@shop.example',
  config: {},
  message: words,
  state: 'sending',
  attempts: 1,
  maybeTold: false,
  recoveryOf: [],
  recoveredBy: null,
  calledOff: null,
  reason: null,
  queuedAt: iso(NOW),
  acceptedAt: null,
  nextAttemptAt: null,
  expiresAt: iso(NOW + 900_000),
  answeredAt: null,
  ...more,
})

const refused: Outcome = { kind: 'failed', reason: 'busy', permanent: false, uncertain: false }
const final: Outcome = { ...refused, permanent: true }
const took: Outcome = { kind: 'accepted', response: '250 ok' }
const patient: Outcome = { ...refused, retryAfterMs: 3_600_000 }
const types = (facts: readonly { type: string }[]) =>
  facts.map(({ type }) => type.replace('notification.', ''))

describe('after an attempt', () => {
  test.each<[string, Partial<Notification>, Outcome, string[]]>([
    ['accepted', {}, took, ['accepted']],
    ['refused for now: later again', {}, refused, ['failed']],
    ['refused for good', {}, final, ['failed']],
    ['asked to wait beyond its use', {}, patient, ['failed', 'expired']],
    ['not wanted any more', { calledOff: 'ann is on it' }, refused, ['failed', 'cancelled']],
    ['over in the meantime', { recoveredBy: 'ntf_2' }, refused, ['failed', 'superseded']],
    [
      'accepted although it is over: the recovery follows',
      { recoveredBy: 'ntf_2' },
      took,
      ['accepted'],
    ],
  ])('%s', (_what, more, outcome, expected) => {
    const facts = afterAttempt(message(more), 1, outcome, { latencyMs: 5, nowMs: NOW, random: 0.5 })
    expect(types(facts)).toEqual(expected)
  })

  test('an attempt whose end nobody saw is repeated at once', () => {
    const [failed] = afterAttempt(
      message(),
      1,
      { ...refused, uncertain: true },
      { latencyMs: null, nowMs: NOW, random: 0.9 },
    )
    expect(failed!.data).toMatchObject({ retryAt: iso(NOW), uncertain: true })
  })
})

describe('when it is over', () => {
  const because = { id: 'fact_9' } as Fact
  const end = (impact: Notification[], evenIfUntold = false) =>
    recover(impact, {
      because,
      purpose: evenIfUntold ? 'status-restored' : 'recovery',
      nowMs: NOW,
      evenIfUntold,
      contactOf: (told) => ({ ...told, zone: 'UTC' }),
      messageFor: () => words,
    })

  test.each<[string, Partial<Notification>, string[], string[]]>([
    ['told', { state: 'accepted' }, ['queued'], ['queued']],
    ['in hand: it may arrive', { state: 'sending' }, ['queued'], ['queued']],
    ['waiting', { state: 'queued' }, ['cancelled'], ['queued', 'superseded']],
    [
      'waiting, and perhaps told',
      { state: 'queued', maybeTold: true },
      ['queued', 'superseded'],
      ['queued', 'superseded'],
    ],
    ['given up', { state: 'failed' }, [], []],
    ['expired, and perhaps told', { state: 'expired', maybeTold: true }, ['queued'], ['queued']],
    ['called off before it left', { state: 'cancelled' }, [], []],
  ])('a message that is %s', (_what, more, forResponders, forAudiences) => {
    expect(types(end([message(more)]))).toEqual(forResponders)
    expect(types(end([message(more)], true))).toEqual(forAudiences)
  })

  test('each address that was told gets exactly one recovery, and nobody else gets any', () => {
    const states: NotificationState[] = [
      'queued',
      'sending',
      'accepted',
      'failed',
      'expired',
      'cancelled',
      'superseded',
    ]
    const someMessages = fc.array(
      fc.record({
        state: fc.constantFrom(...states),
        maybeTold: fc.boolean(),
        address: fc.constantFrom('a', 'b', 'c'),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(someMessages, (chosen) => {
        const impact = chosen.map((one, i) => message({ ...one, id: `ntf_${i}` }))
        const told = impact.filter(
          ({ state, maybeTold }) => maybeTold || state === 'accepted' || state === 'sending',
        )
        const queued = end(impact).filter(({ type }) => type === 'notification.queued')
        const addresses = queued.map(({ data }) => (data as { address: string }).address)
        expect(addresses.toSorted()).toEqual(
          [...new Set(told.map(({ address }) => address))].toSorted(),
        )
        expect(new Set(queued.map(({ subject }) => subject)).size).toBe(queued.length)
        // What waited is ended, one way or the other.
        const over = end(impact).filter(({ type }) => type !== 'notification.queued')
        expect(over.map(({ subject }) => subject).toSorted()).toEqual(
          impact
            .filter(({ state }) => state === 'queued')
            .map(({ id }) => id)
            .toSorted(),
        )
      }),
    )
  })
})

describe('the wait before the next attempt', () => {
  test.each([
    [1, 0.5, undefined, 500],
    [3, 0.5, undefined, 2_000],
    [7, 0.999, undefined, 59_940],
    [50, 0.5, undefined, 30_000],
    [1, 0, undefined, 100],
    [1, 0.5, 30_000, 30_000],
  ])('attempt %i, chance %d, asked %s: %i ms', (attempt, random, askedMs, expected) => {
    expect(retryDelayMs(attempt, random, { purpose: 'update', askedMs })).toBe(expected)
  })

  test('a page is there within a quarter of a minute after its receiver is back', () => {
    expect(retryDelayMs(50, 0.999, { purpose: 'page' })).toBe(14_985)
    expect(retryDelayMs(50, 0.999, { purpose: 'page', askedMs: 30_000 })).toBe(30_000)
  })
})
