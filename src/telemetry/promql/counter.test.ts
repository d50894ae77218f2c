import { describe, expect, test } from 'vitest'
import { countedMetrics, increaseQuery, whyNoCounter } from './counter.ts'

describe('what a counter counted', () => {
  test.each<[string, string]>([
    ['orders_total', 'sum(increase(orders_total[60000ms]))'],
    ['orders_total{result="ok"}', 'sum(increase(orders_total{result="ok"}[60000ms]))'],
    ['sum(orders_total)', 'sum(increase(orders_total[60000ms]))'],
    ['sum by (shop) (rate(orders_total[5m]))', 'sum(increase(orders_total[60000ms]))'],
    [
      'sum(all_total) - sum(failed_total)',
      'sum(increase(all_total[60000ms])) - sum(increase(failed_total[60000ms]))',
    ],
    [
      'a_total - (b_total - c_total)',
      'sum(increase(a_total[60000ms])) - (sum(increase(b_total[60000ms])) - sum(increase(c_total[60000ms])))',
    ],
  ])('%s', (counter, asked) => {
    expect(increaseQuery(counter, 60_000)).toBe(asked)
  })

  test.each<[string, RegExp]>([
    ['max(orders_total)', /max/],
    ['orders_total * 60', /`\*`/],
    ['orders_total offset 5m', /offset/],
    ['histogram_quantile(0.9, x)', /histogram_quantile/],
    ['1', /no counter/],
    ['sum(', /./],
  ])('%s is refused, with the reason', (query, reason) => {
    expect(whyNoCounter(query)).toMatch(reason)
  })

  test('tells which metrics it reads', () => {
    expect([...countedMetrics('sum(a_total) + b_total{x="1"}')!]).toEqual(['a_total', 'b_total'])
    expect(countedMetrics('{job="shop"}')).toBeUndefined()
  })
})
