/** An alarm of CloudWatch as a draft of ours, or why it cannot be one. */
import type { AlarmDraft } from '../draft.ts'
import type { Names } from '../names.ts'
import { words } from '../names.ts'
import { durationText } from '../prometheus-drafts.ts'
import { type CloudWatchAlarm, type MetricQuery, NotImported } from './alarm.ts'
import { mathToPromql } from './math.ts'
import { selectorOf } from './metric.ts'

const OPERATOR: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
}
const ON_MISSING: Readonly<Record<string, AlarmDraft['onMissing']>> = {
  missing: 'nodata',
  notBreaching: 'ok',
  breaching: 'fire',
  ignore: 'keep',
}

/** Throws NotImported with the reason. */
export function draftCloudWatch(alarm: CloudWatchAlarm, name: string, names: Names): AlarmDraft {
  const op = OPERATOR[alarm.ComparisonOperator]
  if (alarm.ThresholdMetricId !== undefined || /Upper|Lower/.test(alarm.ComparisonOperator))
    throw new NotImported(
      'it is held against a band of anomaly detection: declare an alarm on a baseline instead',
    )
  if (!op) throw new NotImported(`no comparison is called ${alarm.ComparisonOperator}`)
  if (alarm.Threshold === undefined || !Number.isFinite(alarm.Threshold))
    throw new NotImported('it has no threshold')
  const onMissing = ON_MISSING[alarm.TreatMissingData]
  if (!onMissing)
    throw new NotImported(`missing data cannot be treated as ${alarm.TreatMissingData}`)
  const { query, periodS } = measured(alarm)
  const periods = alarm.EvaluationPeriods
  const points = Math.min(alarm.DatapointsToAlarm ?? periods, periods)
  const threshold = String(alarm.Threshold).replace('e+', 'e')
  const isPart = points < periods
  const comments = [
    `${name}${alarm.AlarmDescription ? `: ${alarm.AlarmDescription}` : ''}`,
    ...(isPart
      ? [
          `${points} of ${periods} points of ${periodS} s: its query counts those that are ${op} ${threshold}.`,
        ]
      : []),
    ...(alarm.ActionsEnabled ? [] : ['Its actions were switched off in CloudWatch.']),
  ]
  return {
    kind: 'alarm',
    name: names.take(name),
    title: titleOf(name, alarm.AlarmDescription),
    query: isPart
      ? `sum_over_time((${query} ${op} bool ${threshold})[${periods * periodS}s:${periodS}s])`
      : query,
    when: isPart ? `>= ${points}` : `${op} ${threshold}`,
    ...(!isPart && periods > 1 ? { for: durationText((periods - 1) * periodS * 1_000) } : {}),
    onMissing,
    missingAfter: durationText(Math.max(300, periods * periodS) * 1_000),
    severity: 'warning',
    labels: {},
    annotations: alarm.AlarmDescription ? { description: alarm.AlarmDescription } : {},
    comments,
  }
}

function titleOf(name: string, description: string | undefined): string {
  const text = description?.trim() ?? ''
  return text !== '' && text.length <= 120 && !text.includes('\n') ? text : words(name)
}

/** The query of what is measured, and the length of a period in seconds. */
function measured(alarm: CloudWatchAlarm): { query: string; periodS: number } {
  if (alarm.Metrics.length === 0) {
    if (!alarm.MetricName || !alarm.Namespace) throw new NotImported('it names no metric')
    const stat = alarm.ExtendedStatistic ?? alarm.Statistic
    if (!stat) throw new NotImported('it names no statistic')
    if (!alarm.Period) throw new NotImported('it names no period')
    const { Namespace, MetricName, Dimensions, Period } = alarm
    return {
      query: selectorOf({
        namespace: Namespace,
        name: MetricName,
        dimensions: Dimensions,
        stat,
        periodS: Period,
      }),
      periodS: Period,
    }
  }
  const byId = new Map(alarm.Metrics.map((query) => [query.Id, query]))
  const returned = alarm.Metrics.filter(({ ReturnData }) => ReturnData)
  const result = returned.length === 1 ? returned[0] : undefined
  if (!result) throw new NotImported('not one of its metrics alone returns data')
  const periodS =
    result.MetricStat?.Period ??
    result.Period ??
    alarm.Metrics.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period
  if (!periodS) throw new NotImported('it names no period')
  if (result.MetricStat) return { query: statOf(result), periodS }
  return { query: expressionOf(result, byId, []), periodS }
}

function statOf({ MetricStat, AccountId }: MetricQuery): string {
  if (AccountId)
    throw new NotImported('a metric is of another account, which the names of series do not tell')
  const { Metric, Stat, Period } = MetricStat!
  if (!Metric.Namespace) throw new NotImported('a metric has no namespace')
  return selectorOf({
    namespace: Metric.Namespace,
    name: Metric.MetricName,
    dimensions: Metric.Dimensions,
    stat: Stat,
    periodS: Period,
  })
}

function expressionOf(
  query: MetricQuery,
  byId: ReadonlyMap<string, MetricQuery>,
  above: readonly string[],
): string {
  if (query.MetricStat) return `sum(${statOf(query)})`
  if (!query.Expression) throw new NotImported(`${query.Id} is neither a metric nor an expression`)
  if (above.includes(query.Id)) throw new NotImported(`${query.Id} is made of itself`)
  if (/^\s*select\b/i.test(query.Expression))
    throw new NotImported('it is a query of Metrics Insights: write it as PromQL')
  const find = (id: string): MetricQuery => {
    const found = byId.get(id)
    if (!found) throw new NotImported(`there is no metric ${id}`)
    return found
  }
  const inner = mathToPromql(query.Expression, {
    of: (id) => {
      const found = find(id)
      const text = expressionOf(found, byId, [...above, query.Id])
      return found.MetricStat ? text : `(${text})`
    },
    periodS: (id) => find(id).MetricStat?.Period ?? find(id).Period ?? 60,
    metrics: [...byId.values()].filter(({ MetricStat }) => MetricStat).map(({ Id }) => Id),
  })
  if (inner.length > 20_000) throw new NotImported('its metric math is too long when written out')
  return inner
}
