/** What an SLI measures, in PromQL; or why it cannot be carried over. Pure. */
import { messageOf } from '#base'
import { increaseQuery, parsePromql, whyNoCounter } from '#telemetry'
import type { SliSpec, Source } from './documents.ts'

/** Something is not carried over; its message says why. */
export class NotCarried extends Error {}

export type Measure =
  | { readonly kind: 'threshold'; readonly query: string }
  | { readonly kind: 'counters'; readonly good: string; readonly total: string }
  | { readonly kind: 'ratio'; readonly query: string; readonly of: 'success' | 'failure' }

/** @throws NotCarried */
export function measureOf(sli: SliSpec, sourceTypes: ReadonlyMap<string, string>): Measure {
  const promql = (source: Source) => promqlOf(source, sourceTypes)
  const { thresholdMetric, ratioMetric } = sli
  if (thresholdMetric) return { kind: 'threshold', query: promql(thresholdMetric.metricSource) }
  if (!ratioMetric) throw new NotCarried('it has neither a thresholdMetric nor a ratioMetric')
  const { good, bad, total, raw, rawType } = ratioMetric
  if (raw) return { kind: 'ratio', query: promql(raw.metricSource), of: rawType ?? 'success' }
  if (!total || (!good && !bad)) throw new NotCarried('its ratioMetric is not whole')
  const all = counter(promql(total.metricSource), 'total')
  const some = counter(promql((good ?? bad)!.metricSource), good ? 'good' : 'bad')
  return { kind: 'counters', total: all, good: good ? some : `(${all}) - (${some})` }
}

/** The share that was good in the last `windowMs`, in percent. */
export function percentQuery(
  measure: Extract<Measure, { kind: 'counters' }>,
  windowMs: number,
): string {
  return `100 * (${increaseQuery(measure.good, windowMs)}) / (${increaseQuery(measure.total, windowMs)})`
}

function counter(query: string, field: string): string {
  const wrong = whyNoCounter(query)
  if (wrong) throw new NotCarried(`its ${field} cannot be counted: ${wrong}`)
  return query
}

function promqlOf(source: Source, types: ReadonlyMap<string, string>): string {
  const { metricSourceRef, type, spec } = source
  const said = type ?? (metricSourceRef && types.get(metricSourceRef))
  if (said && !/^(?:prometheus|opsplane|mimir|cortex|thanos|victoriametrics)$/i.test(said))
    throw new NotCarried(
      `its metric source is of the type ${said}, and only PromQL can be asked here`,
    )
  if (!said && metricSourceRef)
    throw new NotCarried(`its data source ${metricSourceRef} is not among the files`)
  const query = spec.query ?? spec.promql ?? spec.expr
  if (typeof query !== 'string') throw new NotCarried('its metric source has no query')
  const text = query.trim()
  try {
    parsePromql(text)
  } catch (error) {
    throw new NotCarried(`its query is not PromQL: ${messageOf(error)}`)
  }
  return text
}
