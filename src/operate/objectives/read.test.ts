import { describe, expect, test } from 'vitest'
import type { EventObjective, Objective, SliceObjective } from '#model'
import { MemorySource } from '#telemetry'
import { signalReaderOf } from '../alarms/index.ts'
import { createObjectiveMemory } from './memory.ts'
import { readObjective } from './read.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 0, 29, 12)

const common = {
  outcome: 'outcome:x',
  target: 0.99,
  windowMs: 7 * DAY,
  missing: 'unknown',
  everyMs: 10_000,
} as const
const slices: SliceObjective = {
  ...common,
  basis: 'slices',
  sliceMs: MINUTE,
  query: 'success',
  meets: { op: '>=', value: 98 },
}
const events: EventObjective = {
  ...common,
  basis: 'events',
  good: 'requests_total{result="ok"}',
  total: 'sum(requests_total)',
}

/** A series with a sample each 30 s, wherever `value` knows one; the argument is minutes ago. */
function measured(
  memory: MemorySource,
  labels: Record<string, string>,
  hours: number,
  value: (ago: number) => number | undefined,
): void {
  const [times, values]: [number[], number[]] = [[], []]
  for (let ago = hours * 60; ago >= 0; ago -= 0.5) {
    const found = value(ago)
    if (found === undefined) continue
    times.push(NOW - ago * MINUTE)
    values.push(found)
  }
  memory.add(labels as { __name__: string }, Float64Array.from(times), Float64Array.from(values))
}

function read(source: MemorySource, objective: Objective, nowMs = NOW) {
  const reader = signalReaderOf({ source, onArrival: () => () => {} })
  const memory = createObjectiveMemory(reader)
  return readObjective({ reader, memory }, objective, { nowMs, declaredMs: nowMs })
}

describe('an objective in slices', () => {
  test('takes each minute that missed from the budget', async () => {
    const memory = new MemorySource()
    measured(memory, { __name__: 'success' }, 24, (ago) => (ago > 100 && ago <= 120 ? 50 : 100))
    const { budget, status, burn } = await read(memory, slices)
    // 1 % of 7 days are 100.8 minutes; about twenty of them are gone.
    expect(budget.left).toBeCloseTo(1 - 20 / 100.8, 1)
    expect(budget.allowed).toBeCloseTo(100.8, 6)
    expect(status).toBe('ok')
    expect(burn[0]).toMatchObject({ overMs: HOUR, rate: 0 })
  })

  test('says how fast it burns and when it is gone', async () => {
    const memory = new MemorySource()
    measured(memory, { __name__: 'success' }, 24, (ago) => (ago < 30 ? 50 : 100))
    const { burn, status, exhaustedAtMs, reason } = await read(memory, slices)
    expect(burn[0]!.rate).toBeCloseTo(50, 0)
    expect(status).toBe('crit')
    expect(exhaustedAtMs! - NOW).toBeGreaterThan(HOUR)
    expect(exhaustedAtMs! - NOW).toBeLessThan(4 * HOUR)
    expect(reason).toMatch(/times as fast as allowed; at this rate it is gone in/)
  })

  test('never takes silence for success', async () => {
    const memory = new MemorySource()
    measured(memory, { __name__: 'success' }, 24, (ago) => (ago > 300 ? 100 : undefined))
    const { budget, status, reason, course } = await read(memory, slices)
    expect(budget.counted.unknownMs / MINUTE).toBeCloseTo(300, -1)
    expect(budget.left).toBe(1)
    expect(budget.leftAtWorst!).toBeLessThan(0)
    expect({ status, reason }).toEqual({
      status: 'unk',
      reason: expect.stringMatching(/^the budget may be gone: 4h 5\dm|5h/),
    })
    expect(course.at(-1)!.left).toBeNull()
  })

  test('is unknown when nothing was ever measured', async () => {
    expect(await read(new MemorySource(), slices)).toMatchObject({
      ...{ status: 'unk', reason: 'nothing was measured in its window', exhaustedAtMs: null },
    })
  })

  test('judges old days on samples of five minutes, when no finer ones are kept', async () => {
    const rated = {
      ...slices,
      query: 'rate(jobs_total[1m])',
      meets: { op: '>=', value: 0.1 },
    } as const
    const memory = new MemorySource()
    measured(memory, { __name__: 'jobs_total' }, 96, (ago) =>
      ago > 72 * 60 && ago % 5 !== 0 ? undefined : (96 * 60 - ago) * 60,
    )
    const { budget } = await read(memory, rated)
    expect(budget.counted.coarse).toBe(true)
    expect(budget.counted.unknownMs).toBeLessThan(HOUR)
    expect(budget.left!).toBeGreaterThan(0.9)
  })
})

describe('an objective of events', () => {
  const requests = (failing: (ago: number) => boolean) => {
    const memory = new MemorySource()
    for (const result of ['ok', 'failed']) {
      let count = 0
      measured(memory, { __name__: 'requests_total', result }, 24, (ago) => {
        if (failing(ago) === (result === 'failed')) count += 10
        return count
      })
    }
    return memory
  }

  test('takes each failure from the budget', async () => {
    const { budget } = await read(
      requests((ago) => ago <= 100 && ago > 90),
      events,
    )
    // Ten minutes of a day failed: 0.7 % of what was asked, of which 1 % may fail in a week.
    expect(budget.attained).toBeCloseTo(1 - 10 / 1440, 3)
    expect(budget.left).toBeCloseTo(1 - (10 / 1440 / 0.01) * (1 / 7), 2)
  })

  test('counts as wholly failed when only failures were ever reported', async () => {
    const memory = new MemorySource()
    let count = 0
    measured(memory, { __name__: 'requests_total', result: 'failed' }, 2, () => (count += 10))
    const { budget, status } = await read(memory, events)
    expect(budget.attained).toBe(0)
    expect(status).toBe('crit')
  })
})

test('what was measured is not asked again', async () => {
  const memory = new MemorySource()
  measured(memory, { __name__: 'success' }, 24, () => 100)
  const reader = signalReaderOf({ source: memory, onArrival: () => () => {} })
  const asked: number[] = []
  const counting = {
    range: (query: string, span: Parameters<typeof reader.range>[1]) => {
      asked.push((span.toMs - span.fromMs) / HOUR)
      return reader.range(query, span)
    },
  }
  const objectives = createObjectiveMemory(counting)
  const first = await objectives.buckets(slices, NOW)
  asked.length = 0
  const second = await objectives.buckets(slices, NOW)
  expect(Math.max(...asked)).toBeLessThan(1)
  expect(second).toEqual(first)
})
