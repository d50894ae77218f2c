/** The objectives of a model as OpenSLO v1, with what has no place there and why. Pure. */
import { durationMs } from '#base'
import type { Manifest, Model, Resource } from '#model'
import { burnWindows, modelOf, type Objective, objectiveOf } from '#model'
import { ANNOTATIONS } from '../import/openslo/annotations.ts'
import { writeDuration } from '../import/openslo/durations.ts'

export interface OpenSloExport {
  /** Each is a document of its own. */
  readonly documents: readonly object[]
  readonly leftOut: readonly { readonly subject: string; readonly reason: string }[]
}

const API = 'openslo/v1'
const SOURCE = 'opsplane'
/** Shares in OpenSLO are decimals: 0.995, not 0.9949999999999999. */
const decimal = (value: number) => Number(value.toPrecision(12))

export function exportOpenSlo(manifest: Manifest): OpenSloExport {
  const model = modelOf(manifest)
  const leftOut: { subject: string; reason: string }[] = []
  const leave = (subject: string, reason: string) => leftOut.push({ subject, reason })
  const slos = model.all('outcome').flatMap((outcome) => {
    const subject = `outcome:${outcome.name}`
    const objective = objectiveOf(model, outcome)
    if (!objective) {
      leave(subject, 'it has no objective, and an SLO needs one')
      return []
    }
    const window = writeDuration(objective.windowMs)
    if (!window) {
      leave(subject, 'its window is no whole number of minutes, the smallest that OpenSLO has')
      return []
    }
    if (objective.basis === 'slices' && !writeDuration(objective.sliceMs)) {
      leave(subject, 'its slices are no whole number of minutes, the smallest that OpenSLO has')
      return []
    }
    const policies = policiesOf(model, outcome, objective, leave)
    return [
      sli(model, outcome, objective),
      slo(model, outcome, objective, window, policies),
      ...policies.flat(),
    ]
  })
  for (const { name, spec } of model.all('alarm'))
    if (!spec.burn && spec.protects.length > 0)
      leave(`alarm:${name}`, 'it is raised by something else than a budget that burns')
  if (slos.length === 0) return { documents: [], leftOut }
  return { documents: [dataSource(), service(model), ...slos], leftOut }
}

function dataSource(): object {
  return {
    ...head('DataSource', SOURCE, 'Opsplane'),
    spec: {
      description: 'PromQL over the HTTP API of Prometheus',
      type: 'Prometheus',
      connectionDetails: { url: 'http://127.0.0.1:7700' },
    },
  }
}

function service(model: Model): object {
  const spec = model.all('workload')[0]?.spec
  return {
    ...head('Service', model.workload, spec?.title),
    spec: { description: cut(spec?.description ?? '') },
  }
}

function sli(model: Model, { name, spec }: Resource<'outcome'>, objective: Objective): object {
  const source = (query: string) => ({
    metricSource: { metricSourceRef: SOURCE, type: 'Prometheus', spec: { query } },
  })
  return {
    ...head('SLI', name, spec.title),
    spec:
      objective.basis === 'events'
        ? {
            ratioMetric: {
              counter: true,
              good: source(objective.good),
              total: source(objective.total),
            },
          }
        : { thresholdMetric: source(model.find(spec.signal, 'signal')?.spec.query ?? '') },
  }
}

function slo(
  model: Model,
  { name, spec }: Resource<'outcome'>,
  objective: Objective,
  window: string,
  policies: readonly (readonly object[])[],
): object {
  const signal = model.find(spec.signal, 'signal')?.spec
  const annotations = {
    [ANNOTATIONS.owner]: spec.owner,
    [ANNOTATIONS.kind]: spec.kind,
    [ANNOTATIONS.weight]: String(spec.weight),
    [ANNOTATIONS.missing]: objective.missing,
    ...(spec.customers ? { [ANNOTATIONS.customers]: spec.customers } : {}),
    ...(spec.reviewedAt ? { [ANNOTATIONS.reviewedAt]: spec.reviewedAt } : {}),
    ...(signal?.unit ? { [ANNOTATIONS.unit]: signal.unit } : {}),
    // An SLO of events has no place for the value that people look at.
    ...(objective.basis === 'events' && signal
      ? {
          [ANNOTATIONS.query]: signal.query,
          [ANNOTATIONS.target]: `${spec.target.op} ${spec.target.value}`,
        }
      : {}),
  }
  const { apiVersion, kind, metadata } = head('SLO', name, spec.title)
  return {
    ...{ apiVersion, kind, metadata: { ...metadata, annotations } },
    spec: {
      service: model.workload,
      indicatorRef: name,
      timeWindow: [{ duration: window, isRolling: true }],
      budgetingMethod: objective.basis === 'events' ? 'Occurrences' : 'Timeslices',
      objectives: [
        {
          displayName: spec.title,
          ...(objective.basis === 'slices'
            ? {
                op: objective.meets.op === '>=' ? 'gte' : 'lte',
                value: objective.meets.value,
                target: decimal(objective.target),
                timeSliceTarget: 1,
                timeSliceWindow: writeDuration(objective.sliceMs),
              }
            : { target: decimal(objective.target) }),
        },
      ],
      ...(policies.length > 0
        ? {
            alertPolicies: policies.map(([policy]) => ({
              alertPolicyRef: (policy as { metadata: { name: string } }).metadata.name,
            })),
          }
        : {}),
    },
  }
}

/** A policy and its condition for each window of each alarm on the budget: OpenSLO has one window in a condition. */
function policiesOf(
  model: Model,
  { name }: Resource<'outcome'>,
  objective: Objective,
  leave: (subject: string, reason: string) => void,
): (readonly [object, object])[] {
  const alarms = model.all('alarm').filter(({ spec }) => spec.burn?.outcome === `outcome:${name}`)
  return alarms.flatMap((alarm) => {
    const { burn, severity, title, owner, procedure, onMissing } = alarm.spec
    const usual = burnWindows(objective.windowMs).filter(
      (one) => (one.severity === 'critical') === (severity === 'critical'),
    )
    const windows =
      burn?.windows?.map(({ long, short, factor }) => ({
        longMs: durationMs(long),
        short,
        factor,
      })) ??
      usual.map(({ longMs, shortMs, factor }) => ({
        longMs,
        short: `${shortMs / 60_000}m`,
        factor,
      }))
    return windows.flatMap(({ longMs, short, factor }, at): [object, object][] => {
      const long = writeDuration(longMs)
      if (!long) {
        leave(`alarm:${alarm.name}`, 'its window is no whole number of minutes')
        return []
      }
      const called = windows.length > 1 ? `${alarm.name}-${long.toLowerCase()}` : alarm.name
      leave(
        `alarm:${alarm.name}`,
        `the short window ${short} of ${long} stands in an annotation: a condition of OpenSLO has one window`,
      )
      const policy = head('AlertPolicy', called, title)
      const condition = head('AlertCondition', called, title)
      return [
        [
          {
            ...policy,
            spec: {
              alertWhenBreaching: true,
              alertWhenResolved: true,
              alertWhenNoData: onMissing === 'fire',
              conditions: [{ conditionRef: called }],
              notificationTargets: [],
            },
          },
          {
            ...condition,
            metadata: {
              ...condition.metadata,
              annotations: {
                [ANNOTATIONS.owner]: owner,
                [ANNOTATIONS.procedure]: procedure.replace('procedure:', ''),
                [ANNOTATIONS.short]: short,
              },
            },
            spec: {
              severity,
              condition: {
                kind: 'burnrate',
                op: 'gte',
                threshold: factor,
                lookbackWindow: long,
                alertAfter: minutes(alarm.spec.for),
              },
            },
          },
        ],
      ]
      function minutes(text: string): string {
        const ms = durationMs(text)
        const written = ms === 0 ? '0m' : writeDuration(ms)
        if (!written && at === 0)
          leave(`alarm:${alarm.name}`, `for ${text} is no whole number of minutes; it became 0m`)
        return written ?? '0m'
      }
    })
  })
}

function head(kind: string, name: string, displayName?: string) {
  return { apiVersion: API, kind, metadata: { name, ...(displayName ? { displayName } : {}) } }
}

/** Descriptions have at most 1050 characters. */
const cut = (text: string) => text.slice(0, 1050)
