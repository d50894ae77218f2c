/** What comes up: hand-overs, maintenance, game days, reviews that are due. Pure, from the model and what was done. */
import { durationMs, type Schedule, scheduleAt } from '#base'
import { type Model, maintenanceSchedule } from '#model'
import { nextHandOver, type Override } from '#operate'

export interface Upcoming {
  /** ISO 8601; when it is, or when it was due. */
  readonly at: string
  readonly state: 'ahead' | 'now' | 'due'
  readonly kind: 'hand-over' | 'maintenance' | 'game-day' | 'review'
  readonly title: string
  /** Below /w/<workload>/ */
  readonly path: string
}

/** What the model does not say. */
export interface KnownPlans {
  /** Experiments that were run, with the time of the last one. */
  readonly drills: readonly { readonly experiment: string; readonly startedAt: string }[]
  readonly retrospectives: readonly {
    readonly name: string
    readonly title: string
    readonly dueAt: string
  }[]
  /** Who takes the place of another in a rotation. */
  readonly overrides: readonly Override[]
  /** What people have declared beside the model. */
  readonly maintenance: readonly { readonly reason: string; readonly schedule: Schedule }[]
}

const DAY_MS = 86_400_000
const AHEAD_MS = 30 * DAY_MS
/** The target of an outcome is agreed anew after so long. */
const AGREED_MS = 180 * DAY_MS
const SOON_MS = 14 * DAY_MS
const MOST = 6

/** What is due first, then by time; of the next 30 days. */
export function comingUp(model: Model, known: KnownPlans, nowMs: number): Upcoming[] {
  const all = [
    ...handOvers(model, known, nowMs),
    ...maintenance(model, known, nowMs),
    ...gameDays(model, known, nowMs),
    ...reviews(model, known, nowMs),
  ]
  return all
    .filter(({ at }) => Date.parse(at) <= nowMs + AHEAD_MS)
    .sort((a, b) => RANK[a.state] - RANK[b.state] || a.at.localeCompare(b.at))
    .slice(0, MOST)
}

const RANK = { now: 0, due: 1, ahead: 2 } as const

function handOvers(model: Model, { overrides }: KnownPlans, nowMs: number): Upcoming[] {
  return model.all('rotation').flatMap(({ name }): Upcoming[] => {
    const next = nextHandOver(model, `rotation:${name}`, nowMs, overrides)
    if (!next || next.from === next.to) return []
    const nameOf = (ref: string) => model.find(ref, 'person')?.spec.name ?? ref
    const title = next.from
      ? `On call: ${nameOf(next.from)} to ${nameOf(next.to)}`
      : `On call begins: ${nameOf(next.to)}`
    return [{ at: iso(next.atMs), state: 'ahead', kind: 'hand-over', title, path: 'on-call' }]
  })
}

function maintenance(model: Model, known: KnownPlans, nowMs: number): Upcoming[] {
  const planned = [
    ...model.all('maintenance').map(({ spec }) => ({
      title: spec.title,
      schedule: maintenanceSchedule(spec),
    })),
    ...known.maintenance.map(({ reason, schedule }) => ({ title: reason, schedule })),
  ]
  return planned.flatMap(({ title, schedule }): Upcoming[] => {
    const { until, nextMs } = scheduleAt(schedule, nowMs)
    const atMs = until === null ? nextMs : nowMs
    if (atMs === null) return []
    const state = until === null ? 'ahead' : 'now'
    const words = `Maintenance: ${title}`
    return [{ at: iso(atMs), state, kind: 'maintenance', title: words, path: 'silences' }]
  })
}

/** Due so long after each of its experiments was run; at once when one never was. */
function gameDays(model: Model, { drills }: KnownPlans, nowMs: number): Upcoming[] {
  return model.all('game-day').map(({ spec }): Upcoming => {
    const lasts = spec.experiments.map((ref) => {
      const name = ref.slice(ref.indexOf(':') + 1)
      return Math.max(
        0,
        ...drills
          .filter(({ experiment }) => experiment === name)
          .map(({ startedAt }) => Date.parse(startedAt)),
      )
    })
    const oldestMs = Math.min(...lasts)
    const dueMs = oldestMs === 0 ? nowMs : oldestMs + durationMs(spec.every)
    const state = dueMs <= nowMs ? 'due' : 'ahead'
    return { at: iso(dueMs), state, kind: 'game-day', title: spec.title, path: 'drills' }
  })
}

function reviews(model: Model, { retrospectives }: KnownPlans, nowMs: number): Upcoming[] {
  const targets = model.all('outcome').flatMap(({ name, spec }): Upcoming[] => {
    if (!spec.reviewedAt) return []
    const dueMs = Date.parse(spec.reviewedAt) + AGREED_MS
    if (dueMs > nowMs + SOON_MS) return []
    const title = `Agree on the target of ${spec.title}`
    return [due(dueMs, title, `outcomes/${name}`, nowMs)]
  })
  return [
    ...retrospectives.map(({ name, title, dueAt }) =>
      due(Date.parse(dueAt), `Retrospective: ${title}`, `retrospectives/${name}`, nowMs),
    ),
    ...targets,
  ]
}

const due = (atMs: number, title: string, path: string, nowMs: number): Upcoming => ({
  at: iso(atMs),
  state: atMs <= nowMs ? 'due' : 'ahead',
  kind: 'review',
  ...{ title, path },
})

const iso = (ms: number) => new Date(ms).toISOString()
