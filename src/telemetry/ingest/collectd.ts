/**
 * collectd's `write_http` plugin with `Format "JSON"`. Names and labels are those of Prometheus'
 * collectd_exporter, so that dashboards and alarms written for it hold: `collectd_cpu_total{cpu="0",type="idle"}`.
 * Source: https://collectd.org/wiki/index.php/JSON and prometheus/collectd_exporter, newName and newLabels.
 */
import { z } from 'zod'
import { type MetricType, seriesIdentity } from '../model.ts'
import { Points } from '../points.ts'
import { Checks } from './checks.ts'
import {
  BadTelemetry,
  type DecodeContext,
  type Decoded,
  type IngestFormat,
  plainAnswers,
  Rejections,
} from './format.ts'
import { readJsonBody } from './json-body.ts'
import { labelName } from './names.ts'

const ValueList = z.object({
  values: z.array(z.number().nullable()).min(1),
  dstypes: z.array(z.string()),
  dsnames: z.array(z.string()),
  /** Seconds since 1970. */
  time: z.number(),
  host: z.string().default(''),
  plugin: z.string().min(1),
  plugin_instance: z.string().default(''),
  type: z.string().min(1),
  type_instance: z.string().default(''),
})
type ValueList = z.infer<typeof ValueList>

/** Types of data sources as ours. An ABSOLUTE is what was counted since the last report. */
const TYPES: Readonly<Record<string, MetricType>> = {
  gauge: 'gauge',
  derive: 'counter',
  counter: 'counter',
  absolute: 'counter',
}

export const collectd: IngestFormat = {
  name: 'collectd',
  path: '/collectd',
  signal: 'metrics',
  decode: (bytes, _contentType, context) => {
    const lists = readJsonBody(bytes)
    if (!Array.isArray(lists)) throw new BadTelemetry({ reason: 'it is not a list of values' })
    return translate(lists, context)
  },
  ...plainAnswers,
}

function translate(lists: readonly unknown[], context: DecodeContext): Decoded {
  const checks = new Checks('metrics', context)
  const ignored = new Rejections()
  const points = new Points()
  for (const sent of lists) {
    const read = ValueList.safeParse(sent)
    if (!read.success) {
      const isNotification = typeof sent === 'object' && sent !== null && 'annotations' in sent
      if (isNotification)
        checks.reject('notification', 'Notifications are no values; leave `Notifications false`.')
      else checks.reject('bad-values', 'It is no list of values.')
      continue
    }
    const list = read.data
    const count = list.values.length
    if (list.dstypes.length !== count || list.dsnames.length !== count)
      checks.reject('bad-values', 'It has not as many types and names as values.', count)
    else if (checks.time(list.time * 1_000, count))
      list.values.forEach((value, i) => {
        if (value === null) ignored.add('not-a-number', 'Its value is not a number.')
        else point(list, i, value)
      })
  }
  function point(list: ValueList, i: number, value: number): void {
    const type = TYPES[list.dstypes[i]!.toLowerCase()]
    if (!type) {
      checks.reject('unknown-type', 'Its type is not one of gauge, derive, counter, absolute.')
      return
    }
    const labels = labelsOf(list)
    if (!checks.attributes(Object.fromEntries(labels))) return
    const series = seriesIdentity(nameOf(list, list.dsnames[i]!, type), labels, type, '')
    const item = points.length
    const delta = list.dstypes[i]!.toLowerCase() === 'absolute'
    const timeMs = Math.round(list.time * 1_000)
    points.add(series, item, timeMs, value, 0, delta)
  }
  return {
    batch: { signal: 'metrics', points },
    accepted: points.length,
    rejected: checks.rejections.toResult(),
    ignored: ignored.toResult().reasons,
  }
}

function nameOf({ plugin, type }: ValueList, source: string, metric: MetricType): string {
  const parts = ['collectd', ...(plugin === type ? [type] : [plugin, type])]
  if (source !== 'value') parts.push(source)
  if (metric === 'counter') parts.push('total')
  return parts.join('_').replace(/[^a-zA-Z0-9_:]/g, '_')
}

function labelsOf(list: ValueList): [string, string][] {
  const { host, plugin, plugin_instance: instance, type_instance: type } = list
  const labels: [string, string][] = [
    ['job', 'collectd'],
    ['instance', host],
  ]
  if (instance) labels.push([labelName(plugin), instance])
  if (type) labels.push(instance ? ['type', type] : [labelName(plugin), type])
  return labels
}
