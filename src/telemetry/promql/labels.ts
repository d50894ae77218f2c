/** Sets of labels: one key for equal sets, and the few changes that PromQL makes to them. */
import type { Labels } from './source.ts'

export const NAME = '__name__'
/** What describes the metric itself, and no longer holds once its values were computed with. */
const METRIC_LABELS = [NAME, '__type__', '__unit__'] as const

const keys = new WeakMap<Labels, string>()

/** Equal for equal sets of labels, whatever their order. */
export function labelsKey(labels: Labels): string {
  let key = keys.get(labels)
  if (key === undefined) {
    key = keyOf(labels, Object.keys(labels).sort())
    keys.set(labels, key)
  }
  return key
}

/** The key of some labels only; a missing label is the same as an empty one. */
export function keyOf(labels: Labels, sortedNames: readonly string[]): string {
  let key = ''
  for (const name of sortedNames) {
    const value = labels[name]
    if (value) key += `${name}\u0001${value}\u0002`
  }
  return key
}

export function keepLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return filterLabels(labels, (name) => names.has(name))
}

export function dropLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return filterLabels(labels, (name) => !names.has(name))
}

/** Without the name, the type and the unit of the metric. */
export function dropMetricName(labels: Labels): Labels {
  if (METRIC_LABELS.every((name) => labels[name] === undefined)) return labels
  return dropLabels(labels, metricLabels)
}

export const metricLabels: ReadonlySet<string> = new Set(METRIC_LABELS)

/** With one label set; an empty value removes it. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  const changed = record(Object.entries(labels).filter(([key]) => key !== name))
  if (value !== '') changed[name] = value
  return changed
}

export function filterLabels(labels: Labels, keep: (name: string) => boolean): Labels {
  return record(Object.entries(labels).filter(([name]) => keep(name)))
}

// Label names come from outside: `__proto__` is one of them.
function record(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const labels: Record<string, string> = Object.create(null)
  for (const [name, value] of entries) labels[name] = value
  return labels
}

/** Whether text may name a label: any UTF-8, as since Prometheus 3. */
export function isLabelName(name: string): boolean {
  return name !== '' && !name.includes('\ufffd')
}

/** `name{a="b"}` for messages. */
export function formatLabels(labels: Labels): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
  return `{${pairs.join(', ')}}`
}
