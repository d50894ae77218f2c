/** Alarms with their states, and the course of one alarm's signal. */
import { defineError, durationMs } from '#base'
import { alarmsIn, loadModel, type SpecOf, signalsOf, splitRef } from '#model'
import {
  type AlarmView,
  alarmKindOf,
  clearAlarm,
  type OpenRecord,
  readAlarms,
  readBand,
  readCourse,
  readOpenAlarms,
  readSignals,
  readUnowned,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { describeBand } from './bands.ts'
import { NoSuchWorkload } from './model.ts'
import { describeSignal } from './overview.ts'

export const NoSuchAlarm = defineError('alarms.no-such-alarm', 'not-found', {
  message: (d: { alarm: string }) => `No alarm is called ${d.alarm}.`,
  hint: 'opsplane alarm list shows them.',
})

const POINTS = 180

export function alarmHandlers({
  ledger,
  reader,
  bands,
}: Services): Handlers<'alarms.list' | 'alarms.show' | 'alarms.clear' | 'alerts.unowned'> {
  const { sql } = ledger.database
  const modelOf = async (workload: string) => {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return model
  }
  const describeAll = async (alarms: readonly AlarmView[], workload: string) => {
    const open = await readOpenAlarms(sql, workload)
    return alarms.map((alarm) => describeAlarm(alarm, open))
  }
  return {
    'alarms.list': async ({ query: { workload } }) => ({
      data: await describeAll(await readAlarms(sql, await modelOf(workload)), workload),
    }),
    'alarms.show': async ({ params, query: { workload, from } }) => {
      const model = await modelOf(workload)
      const alarms = await readAlarms(sql, model)
      const alarm = alarms.find(({ name }) => name === params.alarm)
      if (!alarm) throw new NoSuchAlarm({ alarm: params.alarm })
      const toMs = Date.now()
      const rangeMs = durationMs(from)
      const span = { rangeMs, stepMs: Math.max(1_000, rangeMs / POINTS) }
      const { spec } = model.get('alarm', alarm.name)!
      const picture = alarmKindOf(spec).picture?.(spec, model)
      const signals = alarm.signal ? await readSignals(model, reader, alarms, toMs, span) : []
      const course =
        signals.find(({ signal }) => signal === alarm.signal) ??
        (picture &&
          (await readCourse(reader, { title: alarm.looksAt, query: picture.query }, toMs, span)))
      const times = course?.series.map(({ timeMs }) => timeMs) ?? []
      const band =
        spec.baseline && (await readBand({ model, bands }, { alarm: alarm.name }, times, toMs))
      const facts = await ledger.read({
        subject: `alarm:${alarm.name}`,
        newestFirst: true,
        limit: 50,
      })
      return {
        data: {
          ...(await describeAll([alarm], workload))[0]!,
          ...{ fromMs: toMs - rangeMs, toMs },
          course: course ? describeSignal(course) : null,
          threshold: picture?.bound ?? null,
          band: band ? describeBand(band) : null,
          watches: watchesOf(spec),
          history: facts.map(({ position, time, type, data }) => ({
            position,
            at: time,
            type,
            value: (data as { value?: number | null }).value ?? null,
            words: (data as { words?: string }).words ?? null,
          })),
        },
      }
    },
    'alerts.unowned': async ({ query: { workload } }) => {
      const unowned = await readUnowned(sql, await modelOf(workload), Date.now())
      return {
        data: unowned.map(({ labels, annotations, ...rest }) => ({
          ...rest,
          labels: { ...labels },
          annotations: { ...annotations },
        })),
      }
    },
    'alarms.clear': async ({ params, body: { workload } }, { actor }) => {
      const cleared = await clearAlarm(ledger, { workload, alarm: params.alarm, by: actor })
      return { data: { cleared: Array.isArray(cleared) ? cleared.length : 1 } }
    },
  }
}

/** What it looks at, as somebody may open it. */
function watchesOf(spec: SpecOf<'alarm'>) {
  const { journey, logs, newTemplate, composite } = spec
  return [
    ...signalsOf(spec).map((ref) => ({ kind: 'signal' as const, name: splitRef(ref).name })),
    ...(journey ? [{ kind: 'journey' as const, name: splitRef(journey).name }] : []),
    ...(logs ? [{ kind: 'logs' as const, name: logs.search }] : []),
    ...(newTemplate
      ? [
          {
            kind: 'logs' as const,
            name: `service:${JSON.stringify(newTemplate.service)} level>=${newTemplate.level}`,
          },
        ]
      : []),
    ...(composite ? alarmsIn(composite).map((name) => ({ kind: 'alarm' as const, name })) : []),
  ]
}

export function describeAlarm(
  { instances, protects, ...alarm }: AlarmView,
  open: readonly Pick<OpenRecord, 'instance' | 'alarm' | 'reasons'>[],
) {
  const reasonsOf = (id: string) => [
    ...(open.find(({ instance }) => instance === id)?.reasons ?? []),
  ]
  const own = open.filter((one) => one.alarm === alarm.name)
  const isQuiet = own.length > 0 && own.every(({ reasons }) => reasons.length > 0)
  return {
    ...alarm,
    protects: [...protects],
    suppressedBy: isQuiet ? [...own[0]!.reasons] : [],
    instances: instances.map(({ id, labels, addedLabels, annotations, state, since, value }) => ({
      ...{ id, state, since, value },
      labels: { ...labels },
      addedLabels: { ...addedLabels },
      annotations: { ...annotations },
      suppressedBy: reasonsOf(id),
    })),
  }
}
