/** Silences and maintenance, what they would have hidden, and the quality of alarms. */
import {
  BadSchedule,
  durationMs,
  formatMatcher,
  parseMatcher,
  type Schedule,
  scheduleAt,
} from '#base'
import { loadModel, type Model, maintenanceSchedule } from '#model'
import {
  createSilence,
  endSilence,
  FEWEST_FIRINGS,
  type OpenRecord,
  previewSilence,
  readAlarmQuality,
  readOpenAlarms,
  readSilences,
  type Silence,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

type Names =
  | 'silences.list'
  | 'silences.preview'
  | 'silences.create'
  | 'silences.end'
  | 'alarm-quality.show'

export function silenceHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  const modelOf = async (workload: string) => {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return model
  }
  const described = async (silence: Silence) => ({
    data: describeSilence(
      silence,
      await readOpenAlarms(sql, silence.workload),
      await ledger.nowMs(),
    ),
  })
  return {
    'silences.list': async ({ query: { workload, state } }) => {
      const model = await modelOf(workload)
      const nowMs = await ledger.nowMs()
      const open = await readOpenAlarms(sql, workload)
      const all = [
        ...(await readSilences(sql, workload)).map((one) => describeSilence(one, open, nowMs)),
        ...describeMaintenance(model, open, nowMs),
      ]
      const rank = ['active', 'pending', 'ended']
      return {
        data: all
          .filter((one) => state === undefined || one.state === state)
          .sort((a, b) => rank.indexOf(a.state) - rank.indexOf(b.state)),
      }
    },
    'silences.preview': async ({ body }) => {
      const nowMs = await ledger.nowMs()
      const asked = scopeOf(body, nowMs)
      const { now, past, ...counts } = await previewSilence(sql, asked, nowMs)
      return {
        data: {
          ...counts,
          now: now.map((one) => ({ ...one, labels: { ...one.labels } })),
          past: past.map((one) => ({ ...one, labels: { ...one.labels } })),
          startsAt: iso(asked.schedule.startMs),
          endsAt: iso(asked.schedule.endMs),
        },
      }
    },
    'silences.create': async ({ body }, { actor }) => {
      await modelOf(body.workload)
      const { kind, reason, change } = body
      const scope = scopeOf(body, await ledger.nowMs())
      return described(await createSilence(ledger, { ...scope, kind, reason, change, by: actor }))
    },
    'silences.end': async ({ params, body }, { actor }) =>
      described(await endSilence(ledger, { ...params, ...body, by: actor })),
    'alarm-quality.show': async ({ query: { workload, from } }) => {
      const toMs = await ledger.nowMs()
      const fromMs = toMs - durationMs(from)
      const alarms = await readAlarmQuality(sql, await modelOf(workload), { fromMs, toMs })
      return {
        data: {
          ...{ fromMs, toMs, fewest: FEWEST_FIRINGS },
          alarms: alarms.map((one) => ({ ...one, findings: [...one.findings] })),
        },
      }
    },
  }
}

interface Asked {
  readonly workload: string
  readonly matchers: readonly string[]
  readonly expression: string | null
  readonly components: readonly string[]
  readonly environments: readonly string[]
  readonly startsAt?: string | undefined
  readonly endsAt?: string | undefined
  readonly lasts?: string | undefined
  readonly repeat: { readonly rule: string; readonly zone: string; readonly untilAt: string } | null
}

/** @throws BadMatcher, BadSchedule */
function scopeOf(asked: Asked, nowMs: number) {
  const { workload, expression, components, environments, startsAt, endsAt, lasts, repeat } = asked
  const startMs = startsAt === undefined ? nowMs : Date.parse(startsAt)
  if ((endsAt === undefined) === (lasts === undefined))
    throw new BadSchedule({ why: 'tell either when it ends or how long it lasts' })
  const schedule: Schedule = {
    startMs,
    endMs: endsAt === undefined ? startMs + durationMs(lasts!) : Date.parse(endsAt),
    repeats: repeat && {
      rule: repeat.rule,
      zone: repeat.zone,
      untilMs: Date.parse(repeat.untilAt),
    },
  }
  const matchers = asked.matchers.map(parseMatcher)
  return { workload, matchers, expression, components, environments, schedule }
}

function describeSilence(silence: Silence, open: readonly OpenRecord[], nowMs: number) {
  const { id, kind, matchers, expression, components, environments, schedule } = silence
  const { by, reason, change, endedAt, endedBy } = silence
  return {
    ...{ id, kind, from: 'person' as const, expression, by, reason, change, endedAt, endedBy },
    matchers: matchers.map(formatMatcher),
    components: [...components],
    environments: [...environments],
    ...describeTimes(schedule, nowMs, endedAt !== null),
    hides: hidden(open, id),
  }
}

function describeMaintenance(model: Model, open: readonly OpenRecord[], nowMs: number) {
  return model.all('maintenance').map(({ name, spec }) => ({
    ...{ id: `maintenance:${name}`, kind: 'maintenance' as const, from: 'model' as const },
    ...{ matchers: [], expression: null, endedAt: null, endedBy: null },
    components: [...spec.components],
    environments: [...spec.environments],
    by: spec.owner,
    reason: `${spec.title}: ${spec.reason}`,
    change: spec.change ?? null,
    ...describeTimes(maintenanceSchedule(spec), nowMs, false),
    hides: hidden(open, `maintenance:${name}`),
  }))
}

function describeTimes(schedule: Schedule, nowMs: number, hasEnded: boolean) {
  const { startMs, endMs, repeats } = schedule
  const { until, nextMs } = hasEnded ? { until: null, nextMs: null } : scheduleAt(schedule, nowMs)
  return {
    startsAt: iso(startMs),
    endsAt: iso(endMs),
    repeats: repeats && {
      rule: repeats.rule,
      zone: repeats.zone,
      untilAt: repeats.untilMs === null ? null : iso(repeats.untilMs),
    },
    activeUntil: until === null ? null : iso(until),
    nextAt: until === null && nextMs !== null ? iso(nextMs) : null,
    state:
      until !== null
        ? ('active' as const)
        : nextMs !== null
          ? ('pending' as const)
          : ('ended' as const),
  }
}

const hidden = (open: readonly OpenRecord[], by: string) => [
  ...new Set(
    open.filter(({ reasons }) => reasons.some((one) => one.by === by)).map(({ alarm }) => alarm),
  ),
]

const iso = (ms: number) => new Date(ms).toISOString()
