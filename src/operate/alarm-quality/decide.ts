/** From the firings of a window to what they say about each alarm: pure. A share of few is shown and not judged. */
import type { AlarmQuality, Blindness, Finding, Firing } from './quality.ts'

/** Fewer say nothing about a habit. */
export const FEWEST_FIRINGS = 5
const FEWEST_TOGETHER = 3
const TOGETHER_MS = 60_000
const NEARLY_ALWAYS = 0.9
/** More of it unseen than this is a finding. */
const UNSEEN_SHARE = 0.1

export interface Watched {
  readonly alarm: string
  readonly title: string
  readonly owner: string
  readonly declaredAt: string | null
}

export interface Observed {
  readonly firings: readonly Firing[]
  readonly blindness: readonly Blindness[]
  /** How often each began to flap. */
  readonly flappings: ReadonlyMap<string, number>
  readonly fromMs: number
  readonly toMs: number
}

/** One for each alarm, the worst first. */
export function judge(watched: readonly Watched[], observed: Observed): AlarmQuality[] {
  const byAlarm = new Map<string, Firing[]>()
  for (const firing of observed.firings) {
    const own = byAlarm.get(firing.alarm)
    if (own) own.push(firing)
    else byAlarm.set(firing.alarm, [firing])
  }
  return watched
    .map((one) => judgeOne(one, byAlarm, observed))
    .sort(
      (a, b) =>
        b.findings.length - a.findings.length || b.fired - a.fired || (a.alarm < b.alarm ? -1 : 1),
    )
}

function judgeOne(
  { alarm, title, owner, declaredAt }: Watched,
  byAlarm: ReadonlyMap<string, readonly Firing[]>,
  observed: Observed,
): AlarmQuality {
  const own = byAlarm.get(alarm) ?? []
  const told = own.filter(({ wasQuiet }) => !wasQuiet)
  const acted = told.filter(({ action }) => action !== null).length
  const unacted = told.filter(({ action, clearedMs }) => action === null && clearedMs !== null)
  const decided = acted + unacted.length
  const precision = decided === 0 ? null : acted / decided
  const waits = told.flatMap(({ acknowledgedMs, raisedMs }) =>
    acknowledgedMs === null ? [] : [acknowledgedMs - raisedMs],
  )
  const { blindMs, noDataMs } = unseen(alarm, observed)
  const flappings = observed.flappings.get(alarm) ?? 0
  const duplicateOf = twinOf(alarm, byAlarm)
  const seenMs = observed.toMs - sinceMs(declaredAt, observed)
  const isYoung = declaredAt !== null && Date.parse(declaredAt) > observed.fromMs
  const is: Record<Finding, boolean> = {
    'never-fired': own.length === 0 && !isYoung,
    noisy: decided >= FEWEST_FIRINGS && precision! < 0.5 && acted > 0,
    'without-action': decided >= FEWEST_FIRINGS && acted === 0,
    flapping: flappings > 0,
    duplicate: duplicateOf !== null,
    unseeing: seenMs > 0 && (blindMs + noDataMs) / seenMs > UNSEEN_SHARE,
  }
  return {
    ...{ alarm, title, owner, declaredAt, fired: own.length, quiet: own.length - told.length },
    ...{ acted, unacted: unacted.length, precision, flappings, blindMs, noDataMs, duplicateOf },
    meanToAcknowledgeMs:
      waits.length > 0 ? waits.reduce((sum, one) => sum + one, 0) / waits.length : null,
    acknowledged: waits.length,
    findings: (Object.keys(is) as Finding[]).filter((one) => is[one]),
    note:
      own.length === 0 && isYoung
        ? 'declared within the window'
        : decided > 0 && decided < FEWEST_FIRINGS
          ? `only ${decided} that ended, so shown and not judged`
          : null,
  }
}

/** The alarm that was there within a minute, nearly each time. */
function twinOf(
  alarm: string,
  byAlarm: ReadonlyMap<string, readonly Firing[]>,
): AlarmQuality['duplicateOf'] {
  const own = byAlarm.get(alarm) ?? []
  if (own.length < FEWEST_TOGETHER) return null
  let best: { alarm: string; together: number } | null = null
  for (const [other, firings] of byAlarm) {
    if (other === alarm || firings.length < FEWEST_TOGETHER) continue
    const times = firings.map(({ raisedMs }) => raisedMs).sort((a, b) => a - b)
    const together = own.filter(({ raisedMs }) => isNear(times, raisedMs)).length
    if (together / own.length >= NEARLY_ALWAYS && together > (best?.together ?? 0))
      best = { alarm: other, together }
  }
  return best
}

function isNear(times: readonly number[], atMs: number): boolean {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < atMs - TOGETHER_MS) low = middle + 1
    else high = middle
  }
  return times[low] !== undefined && times[low]! <= atMs + TOGETHER_MS
}

function unseen(alarm: string, { blindness, fromMs, toMs }: Observed) {
  const of = (kind: Blindness['kind']) =>
    blindness
      .filter((one) => one.alarm === alarm && one.kind === kind)
      .reduce(
        (sum, one) =>
          sum + Math.max(0, Math.min(one.toMs ?? toMs, toMs) - Math.max(one.fromMs, fromMs)),
        0,
      )
  return { blindMs: of('blind'), noDataMs: of('no-data') }
}

const sinceMs = (declaredAt: string | null, { fromMs }: Observed) =>
  Math.max(fromMs, declaredAt === null ? fromMs : Date.parse(declaredAt))
