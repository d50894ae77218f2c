/**
 * One alerting rule from evaluation to evaluation, exactly as Prometheus keeps it: pending, firing, kept firing.
 * It is what rules are tested with; the alarms of the model have their own, stricter life.
 */

import type { Labels } from '../promql/index.ts'
import { dropMetricName, labelsKey, NAME, withLabel } from '../promql/index.ts'
import type { AlertingRule } from './rule.ts'
import { expandTemplate, type TemplateData } from './template/index.ts'

export interface ActiveAlert {
  readonly labels: Labels
  readonly annotations: Readonly<Record<string, string>>
  readonly value: number
  readonly state: 'pending' | 'firing'
  readonly activeAtMs: number
  /** Since when it is only kept firing. */
  readonly keptSinceMs: number | undefined
}

export type ActiveAlerts = ReadonlyMap<string, ActiveAlert>

export interface Answered {
  readonly labels: Labels
  readonly value: number
}

/** What templates need besides the sample. */
export type Surroundings = Omit<TemplateData, 'labels' | 'value'>

/** The alerts after an evaluation. Throws when two samples make the same alert: nothing changes then. */
export async function evaluateAlerts(
  rule: AlertingRule,
  before: ActiveAlerts,
  answered: readonly Answered[],
  atMs: number,
  surroundings: Surroundings,
): Promise<Map<string, ActiveAlert>> {
  const breached = new Map<string, Pick<ActiveAlert, 'labels' | 'annotations' | 'value'>>()
  for (const { labels, value } of answered) {
    const data = { ...surroundings, labels, value }
    const expanded = await alertOf(rule, data)
    const key = labelsKey(expanded.labels)
    if (breached.has(key))
      throw new Error('vector contains metrics with the same labelset after applying alert labels')
    breached.set(key, { ...expanded, value })
  }
  const after = new Map<string, ActiveAlert>()
  for (const [key, { labels, annotations, value }] of breached) {
    const known = before.get(key)
    const activeAtMs = known?.activeAtMs ?? atMs
    const isFiring = known?.state === 'firing' || atMs - activeAtMs >= rule.forMs
    after.set(key, {
      labels,
      annotations,
      value,
      activeAtMs,
      state: isFiring ? 'firing' : 'pending',
      keptSinceMs: undefined,
    })
  }
  for (const [key, alert] of before) {
    if (after.has(key) || alert.state !== 'firing' || rule.keepFiringForMs === 0) continue
    const keptSinceMs = alert.keptSinceMs ?? atMs
    if (atMs - keptSinceMs < rule.keepFiringForMs) after.set(key, { ...alert, keptSinceMs })
  }
  return after
}

async function alertOf(
  rule: AlertingRule,
  data: TemplateData,
): Promise<Pick<ActiveAlert, 'labels' | 'annotations'>> {
  let labels = dropMetricName(data.labels)
  for (const [name, text] of Object.entries(rule.labels))
    labels = withLabel(labels, name, await expandTemplate(text, data))
  labels = withLabel(labels, 'alertname', rule.name)
  const annotations: Record<string, string> = {}
  for (const [name, text] of Object.entries(rule.annotations))
    annotations[name] = await expandTemplate(text, data)
  return { labels, annotations }
}

/**
 * The series that Prometheus writes about its alerts. A label whose template comes out empty stands there as it was
 * written, which is Prometheus' own doing.
 */
export function seriesOf(rule: AlertingRule, alerts: ActiveAlerts): Answered[] {
  return [...alerts.values()].flatMap(({ labels: own, state, activeAtMs }) => {
    const labels = { ...rule.labels, ...own }
    return [
      { labels: withLabel(withLabel(labels, NAME, 'ALERTS'), 'alertstate', state), value: 1 },
      { labels: withLabel(labels, NAME, 'ALERTS_FOR_STATE'), value: activeAtMs / 1_000 },
    ]
  })
}
