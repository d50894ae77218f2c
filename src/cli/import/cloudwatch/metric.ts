/**
 * A metric of CloudWatch as a selector, under the names that the CloudWatch exporter of Prometheus gives: `AWS/EC2`
 * `CPUUtilization` by `Average` is `aws_ec2_cpuutilization_average`, and the dimension `InstanceId` is `instance_id`.
 * A series is taken to have one sample a minute; longer periods are put together from these.
 */
import { NotImported } from './alarm.ts'

export interface MetricStat {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[]
  readonly stat: string
  readonly periodS: number
}

const SUFFIX: Readonly<Record<string, string>> = {
  average: 'average',
  sum: 'sum',
  minimum: 'minimum',
  maximum: 'maximum',
  samplecount: 'sample_count',
}
const OVER: Readonly<Record<string, string>> = {
  average: 'avg_over_time',
  sum: 'sum_over_time',
  minimum: 'min_over_time',
  maximum: 'max_over_time',
  samplecount: 'sum_over_time',
}

/** As PromQL quotes; half of a character is none, and the language has no sign for it. */
const quoted = (text: string) => JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd'))

/** The selector over one period. Throws NotImported when no series of that statistic can be had. */
export function selectorOf({ namespace, name, dimensions, stat, periodS }: MetricStat): string {
  const kind = stat.toLowerCase()
  const suffix = SUFFIX[kind] ?? percentileSuffix(stat)
  const labels = dimensions.map(({ Name, Value }) => `${labelName(Name)}=${quoted(Value)}`)
  const series = `${safeName(`${namespace.toLowerCase()}_${snake(name)}`)}_${suffix}${labels.length > 0 ? `{${labels.join(',')}}` : ''}`
  if (periodS <= 60) return series
  const over = OVER[kind]
  if (!over)
    throw new NotImported(
      `the statistic ${stat} over ${periodS} s cannot be put together from samples of a minute`,
    )
  return `${over}(${series}[${periodS}s])`
}

function percentileSuffix(stat: string): string {
  if (/^p\d+(?:\.\d+)?$/.test(stat)) return safeName(stat)
  throw new NotImported(`no series has the statistic ${stat}`)
}

function snake(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}

/** No name begins with a digit. */
function safeName(text: string): string {
  return text.replace(/^(?=\d)|[^A-Za-z0-9:_]/g, '_').replace(/__+/g, '_')
}

function labelName(dimension: string): string {
  return safeName(snake(dimension)).replaceAll(':', '_')
}
