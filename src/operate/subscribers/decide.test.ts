import { describe, expect, test } from 'vitest'
import { afterSend, roomForImpact, type SendOutcome, tenthsOf, whyHeld } from './decide.ts'
import { Pauses } from './pauses.ts'

const HOUR = 3_600_000
const refused = (more: Partial<SendOutcome> = {}): SendOutcome =>
  ({
    ...{ kind: 'failed', reason: 'the receiver answered 503', permanent: false, uncertain: false },
    ...more,
  }) as SendOutcome

describe('after an attempt', () => {
  const times = { queuedAtMs: 0, nowMs: 60_000, random: 0.5 }

  test('only what the receiver took is accepted', () => {
    expect(afterSend({ kind: 'accepted' }, 1, times)).toMatchObject({ state: 'accepted' })
  })

  test('a refusal is tried again later, longer each time, and not before the receiver wants it', () => {
    expect(afterSend(refused(), 1, times)).toMatchObject({ state: 'queued', nextAtMs: 60_500 })
    expect(afterSend(refused(), 4, times)).toMatchObject({ state: 'queued', nextAtMs: 64_000 })
    expect(afterSend(refused({ retryAfterMs: 90_000 }), 1, times).nextAtMs).toBe(150_000)
  })

  test('a refusal for ever ends it, and so do six hours', () => {
    expect(afterSend(refused({ permanent: true }), 1, times).state).toBe('failed')
    expect(afterSend(refused(), 9, { ...times, nowMs: 6 * HOUR }).state).toBe('expired')
    expect(afterSend(refused({ retryAfterMs: 7 * HOUR }), 1, times).state).toBe('expired')
  })

  test('what may have arrived counts as told', () => {
    expect(afterSend(refused({ uncertain: true }), 1, times).maybeTold).toBe(true)
    expect(afterSend(refused(), 1, times).maybeTold).toBe(false)
  })
})

test('an update older than an hour waits for a person', () => {
  const job = { publishedAtMs: 0, isReleased: false }
  expect(whyHeld({ ...job, nowMs: HOUR })).toBeUndefined()
  expect(whyHeld({ ...job, nowMs: HOUR + 1 })).toContain('an hour')
  expect(whyHeld({ ...job, nowMs: 9 * HOUR, isReleased: true })).toBeUndefined()
})

test('an impact leaves room for its end', () => {
  // With twelve meant at most: eleven had and this one make twelve, and its end would be one too many.
  expect(roomForImpact(12)).toBe(10)
  expect(roomForImpact(2)).toBe(0)
})

test('tenths are told when they are full', () => {
  expect([0, 9, 10, 99, 100].map((ended) => tenthsOf(ended, 100))).toEqual([0, 0, 1, 9, 10])
  expect(tenthsOf(0, 0)).toBe(10)
})

describe('a way that refuses everything', () => {
  test('is left alone for longer each time, and at once no more when it takes something', () => {
    const pauses = new Pauses()
    const fail = (nowMs: number) => {
      for (let i = 0; i < 5; i++) pauses.heard('email', refused(), nowMs)
    }
    fail(0)
    expect(pauses.at(999)).toEqual(['email'])
    expect(pauses.at(1_000)).toEqual([])
    fail(1_000)
    expect(pauses.at(2_999)).toEqual(['email'])
    pauses.heard('email', { kind: 'accepted' }, 3_000)
    pauses.heard('email', refused(), 3_001)
    expect(pauses.at(3_002)).toEqual([])
  })

  test('a webhook that is down says nothing of the next', () => {
    const pauses = new Pauses()
    for (let i = 0; i < 50; i++) pauses.heard('webhook', refused(), 0)
    expect(pauses.at(1)).toEqual([])
  })
})
