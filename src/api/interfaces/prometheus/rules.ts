/** Our alarms as Prometheus' alerting rules: one group a workload. */
import { durationMs, type Sql } from '#base'
import { loadModel, type Model, readWorkloads } from '#model'
import { type AlarmState, type AlarmView, readAlarms } from '#operate'
import { formatNumber } from '#telemetry'
import type { Success } from './answers.ts'

const STATES: Readonly<Record<AlarmState, 'inactive' | 'pending' | 'firing'>> = {
  ok: 'inactive',
  pending: 'pending',
  firing: 'firing',
  recovering: 'firing',
  nodata: 'inactive',
}

export async function rules(parameters: URLSearchParams, sql: Sql): Promise<Success> {
  const groups = []
  if (parameters.get('type') !== 'record')
    for (const workload of await readWorkloads(sql)) {
      const model = await loadModel(sql, workload)
      if (!model) continue
      const alarms = await readAlarms(sql, model)
      groups.push({
        name: workload,
        file: `model of ${workload}`,
        interval: 5,
        limit: 0,
        rules: alarms.map((alarm) => ruleOf(alarm, model)),
        evaluationTime: 0,
        lastEvaluation: new Date().toISOString(),
      })
    }
  return { data: { groups } }
}

export async function alerts(sql: Sql): Promise<Success> {
  const all = []
  for (const workload of await readWorkloads(sql)) {
    const model = await loadModel(sql, workload)
    if (model) all.push(...(await readAlarms(sql, model)).flatMap(alertsOf))
  }
  return { data: { alerts: all } }
}

function ruleOf(alarm: AlarmView, model: Model) {
  const spec = model.get('alarm', alarm.name)!.spec
  return {
    type: 'alerting',
    name: alarm.name,
    query: queryOf(alarm, model),
    duration: durationMs(spec.for) / 1000,
    keepFiringFor: durationMs(spec.keepFiringFor) / 1000,
    labels: { severity: alarm.severity, owner: alarm.owner },
    annotations: { summary: alarm.title, procedure: alarm.procedure },
    alerts: alertsOf(alarm),
    state: STATES[alarm.state],
    health: alarm.error === null ? 'ok' : 'err',
    ...(alarm.error === null ? {} : { lastError: alarm.error }),
    evaluationTime: 0,
    lastEvaluation: alarm.since ?? new Date(0).toISOString(),
  }
}

/** What is no PromQL is told in words, as a comment. */
function queryOf({ kind, signal, when, looksAt }: AlarmView, model: Model): string {
  const found = signal === null ? undefined : model.find(signal, 'signal')?.spec
  if (kind === 'threshold' && found)
    return when === 'present' ? found.query : `(${found.query}) ${when}`
  return `${found?.query ?? 'vector(0)'} # ${looksAt}: ${when}`
}

function alertsOf({ name, severity, title, procedure, instances }: AlarmView) {
  return instances
    .filter(({ state }) => STATES[state] !== 'inactive')
    .map(({ labels, state, since, raisedAt, value }) => ({
      labels: { alertname: name, severity, ...labels },
      annotations: { summary: title, procedure },
      state: STATES[state],
      activeAt: raisedAt ?? since,
      value: value === null ? '' : formatNumber(value),
    }))
}
