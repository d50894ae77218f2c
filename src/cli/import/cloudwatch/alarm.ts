/**
 * An alarm of CloudWatch, as `describe-alarms` and CloudFormation have it: the fields are the same. Lists that a
 * person writes are read one by one, so that a mistake costs its own alarm.
 */
import { z } from 'zod'

const Dimension = z.object({ Name: z.string(), Value: z.string() })
const Count = z.coerce.number().int().min(1).max(10_000)
const Period = z.coerce.number().int().min(1).max(604_800)

const Metric = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string(),
  Dimensions: z.array(Dimension).default([]),
})

const Query = z.object({
  Id: z.string().regex(/^[a-z]\w*$/, 'must begin with a small letter'),
  Label: z.string().optional(),
  Expression: z.string().optional(),
  Period: Period.optional(),
  ReturnData: z.coerce.boolean().default(true),
  AccountId: z.string().optional(),
  MetricStat: z.object({ Metric, Period, Stat: z.string() }).optional(),
})

export const CloudWatchAlarm = z.object({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(Dimension).default([]),
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Period: Period.optional(),
  Metrics: z.array(Query).default([]),
  EvaluationPeriods: Count,
  DatapointsToAlarm: Count.optional(),
  Threshold: z.coerce.number().optional(),
  ThresholdMetricId: z.string().optional(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string().default('missing'),
  ActionsEnabled: z.coerce.boolean().default(true),
})
export type CloudWatchAlarm = z.output<typeof CloudWatchAlarm>
export type MetricQuery = CloudWatchAlarm['Metrics'][number]

/** Why an alarm cannot be imported; told with the alarm. */
export class NotImported extends Error {}
