import { expect, test } from 'vitest'
import { childCounts, type Span, type Trace, unfolded, waitedFor } from './waterfall.ts'

const span = (spanId: string, depth: number, service = 'shop', criticalMs = 0) =>
  ({ spanId, parentId: 'up', depth, service, criticalMs }) as unknown as Span

const spans = [span('a', 0), span('b', 1), span('c', 2), span('d', 1)]
const idsOf = (shown: Span[]) => shown.map(({ spanId }) => spanId)

test('what is below a folded span is not drawn, and what is beside it is', () => {
  expect(idsOf(unfolded(spans, new Set()))).toEqual(['a', 'b', 'c', 'd'])
  expect(idsOf(unfolded(spans, new Set(['b'])))).toEqual(['a', 'b', 'd'])
  expect(idsOf(unfolded(spans, new Set(['a', 'c'])))).toEqual(['a'])
  expect(childCounts(spans).get('up')).toBe(4)
})

test('the time of a trace is told by who it waited for', () => {
  const trace = {
    durationMs: 100,
    spans: [span('a', 0, 'shop', 10), span('b', 1, 'bank', 70), span('c', 1, 'shop', 20)],
  } as unknown as Trace
  expect(waitedFor(trace)).toEqual([
    { service: 'bank', ms: 70, share: 0.7 },
    { service: 'shop', ms: 30, share: 0.3 },
  ])
})
