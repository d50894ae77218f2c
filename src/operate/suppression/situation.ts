/** Gathers what decides who is quiet: the open alarms, what people have declared, and what the model says. */
import { parseMatcher, type Sql } from '#base'
import { loadModel, type Model, maintenanceSchedule } from '#model'
import {
  type OpenRecord,
  readOpenAlarm,
  readOpenAlarms,
  readStandingSilences,
  type Silence,
} from './read.ts'
import type { InhibitionRule, OpenAlarm, QuietTime, Situation } from './suppression.ts'

/**
 * `about` is the instance that changed: where nothing makes one alarm depend on another, only it is read; where
 * nothing makes any alarm quiet, none is.
 */
export async function readSituation(
  sql: Sql,
  workload: string,
  nowMs: number,
  about?: string,
): Promise<Situation> {
  const model = await loadModel(sql, workload)
  const quietTimes = [
    ...(await readStandingSilences(sql, workload, nowMs)).map(quietTimeOf),
    ...(model ? maintenanceTimes(model) : []),
  ]
  const inhibitions = model ? inhibitionsOf(model) : []
  const dependsOn = new Map(
    model
      ?.all('component')
      .flatMap(({ name, spec }) =>
        spec.dependsOn.length > 0 ? [[`component:${name}`, spec.dependsOn] as const] : [],
      ),
  )
  const isLinked = inhibitions.length > 0 || dependsOn.size > 0
  const records =
    about === undefined || isLinked
      ? await readOpenAlarms(sql, workload)
      : quietTimes.length > 0
        ? [await readOpenAlarm(sql, about)].filter((one) => one !== undefined)
        : []
  return {
    alarms: records.map(describerOf(model, workload)),
    quietTimes,
    inhibitions,
    dependsOn,
    watched: new Set(model?.all('alarm').flatMap(({ spec }) => componentOf(model, spec) ?? [])),
  }
}

export function quietTimeOf(silence: Silence): QuietTime {
  const { id, kind, schedule, reason, by } = silence
  return { kind, by: id, scope: silence, schedule, why: `${reason} (${by.replace('person:', '')})` }
}

function maintenanceTimes(model: Model): QuietTime[] {
  return model.all('maintenance').map(({ name, spec }) => ({
    kind: 'maintenance',
    by: `maintenance:${name}`,
    scope: { matchers: [], expression: null, ...spec },
    schedule: maintenanceSchedule(spec),
    why: `${spec.title}: ${spec.reason}`,
  }))
}

function inhibitionsOf(model: Model): InhibitionRule[] {
  return model.all('inhibition').map(({ name, spec }) => ({
    by: `inhibition:${name}`,
    source: spec.source.map(parseMatcher),
    target: spec.target.map(parseMatcher),
    equal: spec.equal,
    why: spec.reason,
  }))
}

const ENVIRONMENT_LABELS = [
  'environment',
  'env',
  'deployment_environment',
  'deployment_environment_name',
]

/** Adds to what is on record of an alarm what it can be found by. */
export function describerOf(
  model: Model | undefined,
  workload: string,
): (record: Omit<OpenRecord, 'lost' | 'suppressedAt'>) => OpenAlarm {
  const components = new Map(
    model?.all('component').map(({ name, spec }) => [spec.service ?? name, `component:${name}`]),
  )
  const environments = model?.all('environment').map(({ name }) => name) ?? []
  return ({ instance, alarm, labels, severity, openedMs, raised, reasons }) => {
    const spec = model?.get('alarm', alarm)?.spec
    const service = labels.service ?? labels.service_name ?? labels.component
    const declared = model && spec && componentOf(model, spec)
    const named = service === undefined ? undefined : components.get(service)
    const environment = ENVIRONMENT_LABELS.map((label) => labels[label]).find(Boolean)
    const how = severity ?? spec?.severity ?? null
    return {
      ...{ instance, alarm, openedMs, reasons },
      severity: how,
      protects: raised?.protects ?? spec?.protects ?? [],
      isRaised: raised !== null,
      labels: {
        ...{ alertname: alarm, severity: how ?? '' },
        ...{ owner: raised?.owner ?? spec?.owner ?? '' },
        ...labels,
        ...raised?.addedLabels,
        ...{ alarm, workload },
      },
      components: [...new Set([declared, named].filter((one) => one !== undefined))],
      // The only environment there is is meant by whoever names none.
      environments: environment
        ? [`environment:${environment}`]
        : environments.length === 1
          ? [`environment:${environments[0]}`]
          : [],
    }
  }
}

function componentOf(
  model: Model,
  { signal }: { readonly signal?: string | undefined },
): string | undefined {
  return signal === undefined ? undefined : model.find(signal, 'signal')?.spec.component
}
