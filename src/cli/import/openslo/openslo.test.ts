/** What OpenSLO promises here: the same meaning in both directions, and a reason for whatever is not carried over. */
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Manifest } from '#model'
import { exportOpenSlo } from '../../export/openslo.ts'
import type { BurnDraft, OutcomeDraft, SignalDraft } from '../draft.ts'
import { Names } from '../names.ts'
import { importOpenSlo, sharedIn } from './index.ts'

const given = { layer: 'customer' }
function run(text: string) {
  const names = { outcomes: new Names(), signals: new Names(), alarms: new Names() }
  const done = importOpenSlo({ file: 'x/slos.yml', text }, names, sharedIn([text]), given)
  const of = <K extends string>(kind: K) => done.drafts.filter((one) => one.kind === kind)
  return {
    ...done,
    outcomes: of('outcome') as OutcomeDraft[],
    signals: of('signal') as SignalDraft[],
    alarms: of('burn') as BurnDraft[],
  }
}

const slo = (spec: object, indicator: object, metadata: object = {}) =>
  stringify({
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name: 'web-availability', displayName: 'Web availability', ...metadata },
    spec: {
      service: 'web',
      indicator: { metadata: { name: 'i' }, spec: indicator },
      timeWindow: [{ duration: '4w', isRolling: true }],
      budgetingMethod: 'Occurrences',
      objectives: [{ displayName: 'Good', target: 0.995 }],
      ...spec,
    },
  })
const prometheus = (query: string) => ({ metricSource: { type: 'Prometheus', spec: { query } } })
const ratio = {
  ratioMetric: {
    counter: true,
    good: prometheus('sum(http_requests_total{code=~"2xx|4xx"})'),
    total: prometheus('sum(http_requests_total)'),
  },
}

describe('an SLO', () => {
  test('of counters becomes an outcome that counts events', () => {
    const { outcomes, signals, leftOut, problems } = run(
      slo({}, ratio, { labels: { team: 'team-a' } }),
    )
    expect(outcomes[0]).toMatchObject({
      name: 'web-availability',
      title: 'Web availability',
      objective: { target: 0.995, window: '28d', good: 'web-availability-good' },
      target: { op: '>=', value: 99.5 },
      ownerHint: expect.stringContaining('team-a'),
    })
    expect(signals.map(({ query }) => query)).toContain('sum(http_requests_total)')
    expect({ leftOut, problems }).toEqual({ leftOut: [], problems: [] })
  })

  test('of bad and total counts what was not bad', () => {
    const { signals } = run(
      slo({}, { ratioMetric: { bad: prometheus('errors_total'), total: prometheus('all_total') } }),
    )
    expect(signals.find(({ name }) => name.endsWith('good'))!.query).toBe(
      '(all_total) - (errors_total)',
    )
  })

  test('of a threshold in slices becomes an outcome that is judged by the slice', () => {
    const { outcomes, signals } = run(
      slo(
        {
          budgetingMethod: 'Timeslices',
          objectives: [
            {
              op: 'lte',
              value: 0.3,
              targetPercent: 99.9,
              timeSliceTarget: 1,
              timeSliceWindow: '5m',
            },
          ],
        },
        { thresholdMetric: prometheus('request_seconds') },
      ),
    )
    expect(outcomes[0]).toMatchObject({
      target: { op: '<=', value: 0.3 },
      objective: { target: 0.999, slice: '5m' },
    })
    expect(signals[0]!.query).toBe('request_seconds')
  })

  test('is written as code that leaves the owner to fill in', () => {
    const { text } = run(slo({}, ratio))
    expect(text).toContain("import { outcome, signal } from 'opsplane'")
    expect(text).toContain('// owner: who answers for it')
    expect(text).toMatch(
      /objective: \{ target: 0\.995, window: '28d', good: 'web-availability-good'/,
    )
  })

  test.each<[string, object, RegExp]>([
    [
      'a calendar',
      { timeWindow: [{ duration: '1M', calendar: { timeZone: 'UTC' } }] },
      /calendar is not carried over/,
    ],
    ['a month', { timeWindow: [{ duration: '1M', isRolling: true }] }, /1M became 30d/],
    ['no window', { timeWindow: [] }, /no timeWindow/],
  ])('with %s is carried over, and says what changed', (_words, spec, note) => {
    const { outcomes, problems } = run(slo(spec, ratio))
    expect(outcomes).toHaveLength(1)
    expect(problems.map(({ message }) => message).join('\n')).toMatch(note)
  })

  test.each<[string, object, object, RegExp]>([
    [
      'another source',
      {},
      { thresholdMetric: { metricSource: { type: 'Datadog', spec: { query: 'x' } } } },
      /Datadog/,
    ],
    [
      'gauges',
      {},
      { ratioMetric: { good: prometheus('max(a)'), total: prometheus('b') } },
      /good cannot be counted/,
    ],
    ['an average of ratios', { budgetingMethod: 'RatioTimeslices' }, ratio, /RatioTimeslices/],
    [
      'a raw ratio',
      {},
      { ratioMetric: { raw: prometheus('r'), rawType: 'success' } },
      /computed elsewhere/,
    ],
    ['no room', { objectives: [{ target: 1 }] }, ratio, /leaves nothing as the budget/],
    ['templates', {}, { thresholdMetric: prometheus('rate(x[{{.window}}])') }, /not PromQL/],
    [
      'a lost indicator',
      { indicator: undefined, indicatorRef: 'lost' },
      ratio,
      /lost is not among/,
    ],
  ])('with %s is left out, with the reason', (_words, spec, indicator, reason) => {
    const { outcomes, leftOut, objectives } = run(slo(spec, indicator))
    expect({ outcomes, objectives }).toEqual({ outcomes: [], objectives: 1 })
    expect(leftOut[0]!.reason).toMatch(reason)
  })

  test('that is none is named with its line', () => {
    expect(run('apiVersion: openslo/v1alpha\nkind: SLO\nmetadata: {name: old}\n').leftOut).toEqual([
      { alert: 'SLO old', line: 1, reason: expect.stringContaining('openslo/v1alpha') },
    ])
  })

  test('brings its alert policies as alarms on the budget', () => {
    const policy = (condition: object, more: object = {}) => ({
      alertPolicies: [
        {
          kind: 'AlertPolicy',
          metadata: { name: 'fast' },
          spec: {
            alertWhenBreaching: true,
            alertWhenResolved: true,
            conditions: [
              {
                kind: 'AlertCondition',
                metadata: { name: 'fast-burn' },
                spec: { severity: 'page', condition: { kind: 'burnrate', ...condition } },
              },
            ],
            ...more,
          },
        },
      ],
    })
    const rate = { op: 'gte', threshold: 14.4, lookbackWindow: '1h', alertAfter: '5m' }
    expect(run(slo(policy(rate), ratio)).alarms[0]).toMatchObject({
      name: 'web-availability-fast-burn',
      outcome: 'web-availability',
      windows: [{ long: '1h', short: '1h', factor: 14.4 }],
      for: '5m',
      severity: 'critical',
      onMissing: 'nodata',
    })
    const odd = run(slo(policy({ ...rate, op: 'lte' }), ratio))
    expect(odd.problems.map(({ message }) => message).join()).toMatch(/read as gte/)
    const none = run(slo(policy(rate, { alertWhenBreaching: false }), ratio))
    expect(none.leftOut[0]!.reason).toMatch(/something else/)
  })
})

describe('there and back', () => {
  const manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    procedures: [],
    resources: [
      {
        kind: 'workload',
        name: 'shop',
        spec: { title: 'Shop', description: 'Sells', tier: 1, owner: 'team:a' },
      },
      signal('orders', 'sum(rate(orders_total[1m])) * 60', '/min'),
      signal('good', 'orders_total{result="ok"}'),
      signal('all', 'orders_total'),
      signal('speed', 'histogram_quantile(0.95, b)', 's'),
      outcome(
        'flow',
        'signal:orders',
        { op: '>=', value: 20 },
        { good: 'signal:good', total: 'signal:all' },
      ),
      outcome('quick', 'signal:speed', { op: '<=', value: 1.2 }, { slice: '5m', missing: 'bad' }),
      {
        ...outcome('dream', 'signal:speed', { op: '<=', value: 1 }, {}),
        spec: {
          ...outcome('dream', 'signal:speed', { op: '<=', value: 1 }, {}).spec,
          objective: undefined,
        },
      },
      {
        kind: 'alarm',
        name: 'flow-burns',
        spec: {
          ...{
            title: 'Orders burn',
            severity: 'critical',
            owner: 'team:a',
            procedure: 'procedure:look',
          },
          ...{ protects: ['outcome:flow'], for: '0s', burn: { outcome: 'outcome:flow' } },
        },
      },
    ],
  } as unknown as Manifest

  function signal(name: string, query: string, unit = '') {
    return { kind: 'signal', name, spec: { layer: 'customer', query, unit } }
  }
  function outcome(name: string, of: string, target: object, objective: object) {
    return {
      kind: 'outcome',
      name,
      spec: {
        ...{
          title: `The ${name}`,
          kind: 'business',
          signal: of,
          target,
          weight: 8,
          owner: 'team:a',
        },
        objective: { target: 0.995, window: '28d', missing: 'unknown', ...objective },
      },
    }
  }

  const { documents, leftOut } = exportOpenSlo(manifest)
  const back = run(documents.map((one) => stringify(one)).join('---\n'))

  test('every document is of a kind that OpenSLO v1 has, and is read without a complaint', () => {
    expect(documents.map((one) => (one as { kind: string }).kind)).toEqual([
      ...['DataSource', 'Service', 'SLI', 'SLO', 'AlertPolicy', 'AlertCondition'],
      ...['AlertPolicy', 'AlertCondition', 'SLI', 'SLO'],
    ])
    expect({ leftOut: back.leftOut, problems: back.problems }).toEqual({
      leftOut: [],
      problems: [],
    })
  })

  test('objectives, measures, targets and owners are the same', () => {
    const queryOf = (name: string | undefined) =>
      back.signals.find((one) => one.name === name)?.query
    const [flow, quick] = back.outcomes
    expect(flow).toMatchObject({
      ...{ name: 'flow', title: 'The flow', outcomeKind: 'business', owner: 'team:a', weight: 8 },
      target: { op: '>=', value: 20 },
      objective: { target: 0.995, window: '28d', missing: 'unknown' },
    })
    expect([flow!.signal, flow!.objective.good, flow!.objective.total].map(queryOf)).toEqual([
      'sum(rate(orders_total[1m])) * 60',
      'orders_total{result="ok"}',
      'orders_total',
    ])
    expect(quick).toMatchObject({
      target: { op: '<=', value: 1.2 },
      objective: { target: 0.995, window: '28d', slice: '5m', missing: 'bad' },
    })
    expect(queryOf(quick!.signal)).toBe('histogram_quantile(0.95, b)')
  })

  test('alarms on the budget keep their windows', () => {
    expect(back.alarms).toMatchObject([
      {
        windows: [{ long: '1h', short: '5m', factor: 13.44 }],
        severity: 'critical',
        owner: 'team:a',
        procedure: 'look',
      },
      { windows: [{ long: '6h', short: '30m', factor: 5.6 }] },
    ])
  })

  test('what has no place in OpenSLO is named with its reason', () => {
    expect(leftOut.map(({ subject, reason }) => `${subject}: ${reason}`)).toEqual([
      expect.stringMatching(/^alarm:flow-burns: the short window 5m of 1h stands in an annotation/),
      expect.stringMatching(/^alarm:flow-burns: the short window 30m of 6h/),
      'outcome:dream: it has no objective, and an SLO needs one',
    ])
  })
})
