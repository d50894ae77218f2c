/** Alarms of CloudWatch as alarms of ours: the promise is that each is imported in its meaning, or left out with a reason. */
import { describe, expect, test } from 'vitest'
import { parsePromql } from '#telemetry'
import type { AlarmDraft } from '../draft.ts'
import { Names } from '../names.ts'
import { importCloudWatch } from './index.ts'

const CPU = {
  AlarmName: 'web CPU high',
  AlarmDescription: 'The web servers are busy',
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: 'i-0abc' }],
  Statistic: 'Average',
  Period: 300,
  EvaluationPeriods: 3,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'missing',
  ActionsEnabled: true,
  Unit: null,
}
const imported = (...alarms: unknown[]) =>
  importCloudWatch(
    { file: 'alarms.json', text: JSON.stringify({ MetricAlarms: alarms }, null, 2) },
    new Names(),
    { layer: 'infrastructure' },
  )
const one = (change: object): AlarmDraft => {
  const { drafts, leftOut } = imported({ ...CPU, ...change })
  expect(leftOut).toEqual([])
  expect(() => parsePromql(drafts[0]!.query)).not.toThrow()
  return drafts[0]!
}
const reason = (change: object) => imported({ ...CPU, ...change }).leftOut[0]?.reason

describe('an alarm on one metric', () => {
  test('is a selector over one period, a threshold, and for', () => {
    expect(one({})).toMatchObject({
      name: 'web-cpu-high',
      title: 'The web servers are busy',
      query: 'avg_over_time(aws_ec2_cpuutilization_average{instance_id="i-0abc"}[300s])',
      when: '> 80',
      for: '10m',
      onMissing: 'nodata',
      missingAfter: '15m',
    })
  })

  test('a namespace that begins with a digit gives a name that does not', () => {
    expect(one({ Namespace: '2nd', Period: 60 }).query).toBe(
      '_2nd_cpuutilization_average{instance_id="i-0abc"}',
    )
  })

  test('M of N counts the points that breach', () => {
    expect(one({ DatapointsToAlarm: 2, Statistic: 'Sum', Period: 60 })).toMatchObject({
      query:
        'sum_over_time((aws_ec2_cpuutilization_sum{instance_id="i-0abc"} > bool 80)[180s:60s])',
      when: '>= 2',
    })
  })

  test.each([
    ['notBreaching', 'ok'],
    ['breaching', 'fire'],
    ['ignore', 'keep'],
    ['missing', 'nodata'],
  ])('missing data that is %s is %s', (theirs, ours) => {
    expect(one({ TreatMissingData: theirs }).onMissing).toBe(ours)
  })

  test.each([
    ['GreaterThanOrEqualToThreshold', '>= 80'],
    ['LessThanThreshold', '< 80'],
    ['LessThanOrEqualToThreshold', '<= 80'],
  ])('%s', (operator, when) => {
    expect(one({ ComparisonOperator: operator }).when).toBe(when)
  })

  test('a percentile of a minute is a series of its own', () => {
    const change = {
      Statistic: undefined,
      ExtendedStatistic: 'p99.9',
      Period: 60,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'TargetResponseTime',
    }
    expect(one(change).query).toBe(
      'aws_applicationelb_target_response_time_p99_9{instance_id="i-0abc"}',
    )
  })
})

const stat = (Id: string, MetricName: string) => ({
  Id,
  ReturnData: false,
  MetricStat: {
    Metric: { Namespace: 'AWS/ELB', MetricName, Dimensions: [] },
    Period: 60,
    Stat: 'Sum',
  },
})
const math = (Expression: string) => ({
  Namespace: undefined,
  MetricName: undefined,
  Metrics: [
    stat('m1', 'Errors'),
    stat('m2', 'RequestCount'),
    { Id: 'e1', Expression, ReturnData: true },
  ],
})

describe('metric math', () => {
  const [m1, m2] = ['sum(aws_elb_errors_sum)', 'sum(aws_elb_request_count_sum)']
  test.each([
    ['100 * m1 / m2', `100 * ${m1} / ${m2}`],
    ['(m1 + m2) / PERIOD(m1)', `(${m1} + ${m2}) / 60`],
    ['SUM(METRICS())', `(${m1} + ${m2})`],
    ['AVG([m1, m2])', `((${m1} + ${m2}) / 2)`],
    ['FILL(m1, 0) - ABS(m2)', `(${m1} or vector(0)) - abs(${m2})`],
    ['IF(m2 > 10, m1, 0)', `((${m2} > bool 10) * (${m1}) + (1 - (${m2} > bool 10)) * (0))`],
  ])('%s', (expression, query) => {
    expect(one({ ...math(expression), EvaluationPeriods: 1 }).query).toBe(query)
  })

  test.each([
    'ANOMALY_DETECTION_BAND(m1, 2)',
    'RATE(m1)',
    'SEARCH("x", "Sum")',
    'FILL(m1, REPEAT)',
    'm1 +',
    'm9',
    'METRICS()',
    'IF(m1, 1, 0)',
    'SELECT AVG(a) FROM b',
  ])('%s is left out with its reason', (expression) => {
    expect(reason(math(expression))).toMatch(/\w+ \w+/)
  })
})

describe('what cannot be imported says why, with its line', () => {
  test.each([
    [{ ThresholdMetricId: 'ad1' }, 'a band of anomaly detection'],
    [{ Threshold: undefined }, 'it has no threshold'],
    [{ EvaluationPeriods: 0 }, 'EvaluationPeriods'],
    [{ ComparisonOperator: 'Around' }, 'no comparison is called Around'],
    [{ MetricName: undefined }, 'it names no metric'],
    [{ Statistic: 'IQM' }, 'no series has the statistic IQM'],
    [{ Statistic: 'p99' }, 'cannot be put together'],
  ])('%j', (change, words) => {
    expect(reason(change)).toContain(words)
  })

  test('composite alarms are listed', () => {
    const text = JSON.stringify(
      { MetricAlarms: [CPU], CompositeAlarms: [{ AlarmName: 'all', AlarmRule: 'ALARM(a)' }] },
      null,
      1,
    )
    const { drafts, leftOut } = importCloudWatch({ file: 'a.json', text }, new Names(), {
      layer: 'platform',
    })
    expect(drafts).toHaveLength(1)
    expect(leftOut).toMatchObject([{ alert: 'all', reason: expect.stringContaining('ALARM(a)') }])
    expect(leftOut[0]!.line).toBe(text.slice(0, text.indexOf('"all"')).split('\n').length - 1)
  })
})

test('alarms of a CloudFormation template are imported as far as it says what they are', () => {
  const text = `
Parameters:
  Limit: { Type: Number, Default: 90 }
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Busy:
    Type: AWS::CloudWatch::Alarm
    Properties: &busy
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: !Ref Limit
      ComparisonOperator: GreaterThanThreshold
      AlarmActions: [!Ref Topic]
  OfServer:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Dimensions: [{ Name: InstanceId, Value: !GetAtt Server.Id }]
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanThreshold
`
  const { drafts, leftOut } = importCloudWatch({ file: 't.yml', text }, new Names(), {
    layer: 'platform',
  })
  expect(drafts).toMatchObject([
    { name: 'busy', query: 'aws_ec2_cpuutilization_maximum', when: '> 90' },
  ])
  expect(leftOut).toEqual([
    {
      alert: 'OfServer',
      line: 18,
      reason:
        'its Dimensions.0.Value is {"Fn::GetAtt":"Server.Id"}, which is known only once it is deployed: give the output of aws cloudwatch describe-alarms instead',
    },
  ])
})
