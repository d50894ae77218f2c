/** A trace as a waterfall, also when spans are missing, clocks differ, or a sender writes nonsense. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FoundSpan } from './span.ts'
import { waterfallOf } from './waterfall.ts'

const span = (
  spanId: string,
  parentId: string,
  startMs: number,
  durationMs: number,
): FoundSpan => ({
  traceId: 'ab'.repeat(16),
  spanId,
  parentId,
  service: 'shop',
  name: spanId,
  kind: 'server',
  startNs: String(BigInt(Math.round((1_000 + startMs) * 1e6))),
  durationMs,
  status: 'unset',
  statusMessage: '',
  attributes: {},
  resource: {},
  events: [],
})

const shown = (...spans: FoundSpan[]) =>
  waterfallOf(spans).spans.map(
    ({ spanId, depth, offsetMs, selfMs, criticalMs, orphan, skewed }) =>
      `${'.'.repeat(depth)}${spanId} +${offsetMs} self ${selfMs} critical ${criticalMs}${orphan ? ' orphan' : ''}${skewed ? ' skewed' : ''}`,
  )

test('children that run at the same time share the critical path by who ended last', () => {
  expect(
    shown(
      span('root', '', 0, 100),
      span('fast', 'root', 10, 20),
      span('slow', 'root', 10, 60),
      span('after', 'root', 75, 20),
      span('leaf', 'slow', 20, 50),
    ),
  ).toEqual([
    'root +0 self 20 critical 20',
    '.slow +10 self 10 critical 10',
    '..leaf +20 self 50 critical 50',
    '.fast +10 self 20 critical 0',
    '.after +75 self 20 critical 20',
  ])
})

test('a span without its parent, a clock that is late, and work that outlives its caller', () => {
  expect(
    shown(
      span('root', '', 10, 20),
      span('late', 'root', 5, 10),
      span('async', 'root', 25, 50),
      span('lost', 'gone', 12, 3),
    ),
  ).toEqual([
    'root +5 self 10 critical 20',
    '.late +0 self 10 critical 0 skewed',
    '.async +20 self 50 critical 0',
    'lost +7 self 3 critical 0 orphan',
  ])
})

test('a clock of whole milliseconds does not take the called off the critical path', () => {
  expect(
    shown(
      span('root', '', 0, 100),
      span('call', 'root', 1, 99.25),
      span('first', 'call', 2, 48.5),
      span('second', 'call', 50, 50),
    ),
  ).toEqual([
    'root +0 self 1 critical 1',
    '.call +1 self 1.25 critical 1',
    '..first +2 self 48.5 critical 48',
    '..second +50 self 50 critical 50',
  ])
})

test('spans that are each other’s parents, and one that is its own, are shown once each', () => {
  expect(shown(span('a', 'b', 0, 5), span('b', 'a', 1, 3), span('self', 'self', 2, 1)).length).toBe(
    3,
  )
  expect(waterfallOf([])).toEqual({ startMs: 0, durationMs: 0, spans: [] })
})

test('whatever is sent, every span comes once, times are sound, and the critical path is no longer than the trace', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', '']
  const anySpan = fc
    .tuple(fc.constantFrom(...ids.slice(0, -1)), fc.constantFrom(...ids), fc.nat(100), fc.nat(100))
    .map(([id, parent, start, duration]) => span(id, parent, start, duration))
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 12 }), (spans) => {
      const { spans: found, durationMs } = waterfallOf(spans)
      expect(found).toHaveLength(spans.length)
      for (const one of found) {
        expect(one.selfMs).toBeGreaterThanOrEqual(0)
        expect(one.selfMs).toBeLessThanOrEqual(one.durationMs)
        expect(one.criticalMs).toBeGreaterThanOrEqual(0)
        expect(one.offsetMs + one.durationMs).toBeLessThanOrEqual(durationMs)
      }
      const critical = found.reduce((sum, { criticalMs }) => sum + criticalMs, 0)
      expect(critical).toBeLessThanOrEqual(durationMs)
    }),
  )
})
