/** What the language promises, as small texts in Prometheus' test format: samples, a query, the answer. */
import { describe, expect, test } from 'vitest'
import { PromqlEvaluationError, PromqlTooLarge } from './errors.ts'
import { evaluateInstant, evaluateRange } from './evaluate.ts'
import { MemorySource } from './memory-source.ts'
import { runPromqltest } from './promqltest.ts'

async function holds(text: string): Promise<void> {
  const report = await runPromqltest(text)
  expect(report.failures).toEqual([])
  expect(report.passed).toBeGreaterThan(0)
}

describe('selectors', () => {
  test('a sample counts for five minutes, its own moment included', () =>
    holds(`
load 1m
  door_open{side="left"} 7

eval instant at 4m59s door_open
  door_open{side="left"} 7

eval instant at 5m door_open
`))

  test('a stale marker ends a series at once, and windows skip it', () =>
    holds(`
load 1m
  lamp 1 2 stale _ 5

eval instant at 1m lamp
  lamp 2

eval range from 0 to 4m step 1m lamp
  lamp 1 2 _ _ 5

eval instant at 4m count_over_time(lamp[4m])
  {} 2

eval instant at 4m sum_over_time(lamp[4m1s])
  {} 8
`))

  test('matchers see a missing label as empty, and patterns match whole values', () =>
    holds(`
load 1m
  box{colour="red", size="10"} 1
  box{colour="dark red"} 2

eval instant at 0 box{colour=~"red"}
  box{colour="red", size="10"} 1

eval instant at 0 box{size=""}
  box{colour="dark red"} 2

eval instant at 0 box{size!~"1.+"}
  box{colour="dark red"} 2

eval instant at 0 {__name__=~"b.x", colour=~"(?i)RED"}
  box{colour="red", size="10"} 1
`))

  test('offset and @ move the moment that is looked at', () =>
    holds(`
load 1m
  minutes 0+1x60

eval instant at 30m minutes offset 10m
  minutes 20

eval instant at 30m minutes offset -(2m * 2)
  minutes 34

eval instant at 30m minutes @ 600
  minutes 10

eval instant at 30m minutes @ 600 offset 5m
  minutes 5

eval range from 10m to 30m step 10m minutes @ end() - minutes @ start()
  {} 20 20 20

eval range from 10m to 30m step 10m sum_over_time(minutes[2m] @ start())
  {} 19 19 19

eval range from 10m to 20m step 5m minutes offset step()
  minutes 5 10 15
`))
})

describe('counters', () => {
  test('growth is extrapolated to the edges of the window', () =>
    holds(`
load 1m
  served_total 0+60x20

eval instant at 10m rate(served_total[5m])
  {} 1

eval instant at 10m30s increase(served_total[5m])
  {} 300

eval instant at 10m increase(served_total[90s])
  expect no_info
  {} 90
`))

  test('a fall is a restart from zero', () =>
    holds(`
load 1m
  served_total 10 20 30 5 15

eval instant at 4m increase(served_total[5m])
  {} 43.75

eval instant at 4m resets(served_total[5m])
  {} 1

eval instant at 4m irate(served_total[2m])
  {} 0.16666666666666666

eval instant at 4m delta(served_total[5m])
  {} 6.25
`))

  test('the rate of what looks like a gauge is pointed out', () =>
    holds(`
load 1m
  temperature 1+1x5

eval instant at 5m rate(temperature[5m])
  expect info
  {} 0.016666666666666666
`))

  test('anchored and smoothed read the edges from the samples around them', () =>
    holds(`
load 1m
  served_total 0+60x20

eval instant at 10m30s increase(served_total[5m] anchored)
  {} 300

eval instant at 10m30s increase(served_total[5m] smoothed)
  {} 300

eval instant at 30s served_total smoothed
  served_total 30
`))
})

describe('windows', () => {
  test('the start of a window is not part of it', () =>
    holds(`
load 10s
  size 1 2 3 4 5 6 7

eval instant at 60s sum_over_time(size[20s])
  {} 13

eval instant at 60s avg_over_time(size[20001ms])
  {} 6

eval instant at 60s quantile_over_time(0.5, size[1m])
  {} 4.5

eval instant at 60s stddev_over_time(size[30s])
  {} 0.816496580927726

eval instant at 60s last_over_time(size[1m]) - on() first_over_time(size[1m])
  {} 5

eval instant at 60s min_over_time(size[1m]) + on() max_over_time(size[1m])
  {} 9

eval instant at 60s deriv(size[1m])
  {} 0.1

eval instant at 60s predict_linear(size[1m], 60)
  {} 13

eval instant at 60s changes(size[30s])
  {} 2
`))

  test('subqueries evaluate at multiples of their step', () =>
    holds(`
load 10s
  size 1+1x30

eval instant at 65s sum_over_time(size[30s:20s])
  {} 12

eval instant at 2m max_over_time(rate(size[30s])[1m:10s])
  {} 0.1

eval instant at 4m max_over_time(size[2m:])
  {} 25

eval range from 1m to 2m step 30s avg_over_time(size[20s:10s] offset 10s)
  {} 5.5 8.5 11.5
`))
})

describe('aggregations', () => {
  const data = `
load 1m
  load_avg{host="a", zone="x"} 1
  load_avg{host="b", zone="x"} 3
  load_avg{host="c", zone="y"} 8
  load_avg{host="d", zone="y"} NaN
`
  test.each([
    ['sum by (zone) (load_avg{host!="d"})', '{zone="x"} 4', '{zone="y"} 8'],
    ['avg without (host) (load_avg{host!="d"})', '{zone="x"} 2', '{zone="y"} 8'],
    ['count(load_avg)', '{} 4'],
    ['min(load_avg)', '{} 1'],
    ['max(load_avg)', '{} 8'],
    ['group by (host) (load_avg{zone="x"})', '{host="a"} 1', '{host="b"} 1'],
    ['stddev(load_avg{zone="x"})', '{} 1'],
    ['stdvar(load_avg{host!="d"})', '{} 8.666666666666666'],
    ['quantile(0.25, load_avg{zone="x"})', '{} 1.5'],
    [
      'topk(1, load_avg) by (zone)',
      'load_avg{host="b", zone="x"} 3',
      'load_avg{host="c", zone="y"} 8',
    ],
    [
      'bottomk(2, load_avg{zone="y"})',
      'load_avg{host="c", zone="y"} 8',
      'load_avg{host="d", zone="y"} NaN',
    ],
    ['limitk(1, load_avg)', 'load_avg{host="a", zone="x"} 1'],
    [
      'count_values("value", load_avg)',
      '{value="1"} 1',
      '{value="3"} 1',
      '{value="8"} 1',
      '{value="NaN"} 1',
    ],
    ['count(limit_ratio(0.5, load_avg) or limit_ratio(-0.5, load_avg))', '{} 4'],
  ])('%s', (query, ...lines) =>
    holds(`${data}\neval instant at 0 ${query}\n${lines.map((line) => `  ${line}`).join('\n')}`),
  )

  test('a series that comes and goes counts only where it is', () =>
    holds(`
load 1m
  part{n="1"} 1 1 1
  part{n="2"} _ 5 stale

eval range from 0 to 2m step 1m sum(part)
  {} 1 6 1

eval range from 0 to 2m step 1m topk(1, part)
  part{n="1"} 1 _ 1
  part{n="2"} _ 5 _
`))
})

describe('operators', () => {
  const data = `
load 1m
  used{disk="a"} 30
  used{disk="b"} 80
  size{disk="a", vendor="v"} 100
  size{disk="b", vendor="w"} 100
  owner{disk="a", team="red"} 1
`
  test.each([
    ['used / on (disk) size', '{disk="a"} 0.3', '{disk="b"} 0.8'],
    ['used / ignoring (vendor) size > 0.5', '{disk="b"} 0.8'],
    ['used > 50', 'used{disk="b"} 80'],
    ['50 < used', 'used{disk="b"} 80'],
    ['used > bool 50', '{disk="a"} 0', '{disk="b"} 1'],
    ['used * on (disk) group_left (team) owner', '{disk="a", team="red"} 30'],
    ['owner * on (disk) group_right (team) used', '{disk="a", team="red"} 30'],
    ['used and on (disk) owner', 'used{disk="a"} 30'],
    ['used unless on (disk) owner', 'used{disk="b"} 80'],
    ['owner or on (disk) used', 'owner{disk="a", team="red"} 1', 'used{disk="b"} 80'],
    ['used + on (disk) fill_right(5) owner', '{disk="a"} 31', '{disk="b"} 85'],
    ['used % 7 ^ 2', '{disk="a"} 30', '{disk="b"} 31'],
    ['-used', '{disk="a"} -30', '{disk="b"} -80'],
    ['1 ^ NaN', '1'],
    ['5 % -3 + 0 * Inf', 'NaN'],
    ['2 >= bool 1', '1'],
  ])('%s', (query, ...lines) =>
    holds(`${data}\neval instant at 0 ${query}\n${lines.map((line) => `  ${line}`).join('\n')}`),
  )

  test.each([
    ['used * on () owner', 'many-to-one'],
    ['owner * on () used', 'duplicate series'],
    ['used / on () group_left size', 'duplicate series'],
    ['topk(NaN, used)', 'Parameter value is NaN'],
    ['label_replace(used, "disk", "x", "", "")', 'same labelset'],
  ])('%s is refused', (query, reason) =>
    holds(`${data}\neval instant at 0 ${query}\n  expect fail msg: ${reason}`),
  )
})

describe('functions', () => {
  const data = `
load 1m
  level{pump="p1"} -2.5
  level{pump="p2"} 7.25
  level{pump="p10"} NaN
  waits_bucket{le="0.1"} 10
  waits_bucket{le="1"} 30
  waits_bucket{le="+Inf"} 40
`
  test.each([
    ['clamp(level{pump!="p10"}, -1, 5)', '{pump="p1"} -1', '{pump="p2"} 5'],
    ['round(level{pump="p2"}, 0.5)', '{pump="p2"} 7.5'],
    ['sgn(level)', '{pump="p1"} -1', '{pump="p2"} 1', '{pump="p10"} NaN'],
    ['absent(level{pump="p3"})', '{pump="p3"} 1'],
    ['absent_over_time(level{pump="p3", x!="y"}[1m])', '{pump="p3"} 1'],
    ['scalar(level{pump="p2"}) + 1', '8.25'],
    ['vector(time())', '{} 30'],
    ['timestamp(level{pump="p1"})', '{pump="p1"} 0'],
    ['day_of_year(vector(951782400))', '{} 60'],
    ['days_in_month(vector(951782400))', '{} 29'],
    ['hour()', '{} 0'],
    ['histogram_quantile(0.5, waits_bucket)', '{} 0.55'],
    ['histogram_quantile(0.99, waits_bucket)', '{} 1'],
    ['histogram_fraction(0, 0.55, waits_bucket)', '{} 0.5'],
    [
      'label_replace(level{pump="p2"}, "nr", "$1", "pump", "p(\\\\d+)")',
      'level{nr="2", pump="p2"} 7.25',
    ],
    [
      'label_join(level{pump="p2"}, "id", "-", "pump", "pump")',
      'level{id="p2-p2", pump="p2"} 7.25',
    ],
    ['deg(pi() * vector(1))', '{} 180'],
    ['min_of(3, 2) + max_of(1, 4)', '6'],
  ])('%s', (query, ...lines) =>
    holds(`${data}\neval instant at 30s ${query}\n${lines.map((line) => `  ${line}`).join('\n')}`),
  )

  test.each([
    ['sort(level)', 'p1', 'p2', 'p10'],
    ['sort_desc(level)', 'p2', 'p1', 'p10'],
    ['sort_by_label(level, "pump")', 'p1', 'p2', 'p10'],
    ['sort_by_label_desc(level, "pump")', 'p10', 'p2', 'p1'],
  ])('%s', (query, ...pumps) => {
    const value = { p1: '-2.5', p2: '7.25', p10: 'NaN' } as Record<string, string>
    const lines = pumps.map((pump) => `  level{pump="${pump}"} ${value[pump]}`)
    return holds(`${data}\neval instant at 0 ${query}\n  expect ordered\n${lines.join('\n')}`)
  })

  test('values that are computed lose the name of the metric, and may then collide', () =>
    holds(`
load 1m
  red{x="1"} 1
  blue{x="1"} 2

eval instant at 0 last_over_time(red[1m])
  red{x="1"} 1

eval instant at 0 abs(red)
  {x="1"} 1

eval instant at 0 abs({x="1"})
  expect fail msg: same labelset

eval instant at 0 label_replace(abs(red), "was", "$1", "__name__", "(.*)")
  {was="red", x="1"} 1
`))
})

describe('limits', () => {
  const source = new MemorySource()
  source.add(
    { __name__: 'a' },
    Float64Array.from({ length: 100 }, (_, i) => i * 1000),
    new Float64Array(100),
  )

  test('a query that reads too much is refused', async () => {
    await expect(evaluateInstant('a[1h]', 99_000, source, { maxSamples: 10 })).rejects.toThrow(
      PromqlTooLarge,
    )
  })

  test('a query with too many steps is refused before anything is read', async () => {
    await expect(evaluateRange('a', 0, 1e9, 1, source)).rejects.toThrow(PromqlTooLarge)
  })

  test('a window over time is not an answer', async () => {
    await expect(evaluateRange('a[5m]', 0, 10, 1, source)).rejects.toThrow(PromqlEvaluationError)
  })

  test('each selector is read once, for all steps', async () => {
    const asked: [number, number][] = []
    await evaluateRange('max_over_time(a[1m]) + a offset 10s', 60_000, 90_000, 1000, {
      select: (_, from, to) => {
        asked.push([from, to])
        return []
      },
    })
    expect(asked).toEqual([
      [0, 90_000],
      [-250_000, 80_000],
    ])
  })
})
