/**
 * The error budget of an outcome goes faster than it may, over several windows at once: a long one, so that it matters,
 * and a short one, so that it still goes on. Its sample is how many times as fast as its windows allow; from 1 on it is
 * breached. See `objectives/burn-windows.ts` for where the windows come from.
 */
import { durationMs } from '#base'
import { type BurnWindow, burnWindows, type Model, type Objective, objectiveOf } from '#model'
import {
  type Bucket,
  badShareQuery,
  burnRateOf,
  countIn,
  createObjectiveMemory,
  type ObjectiveMemory,
} from '../../objectives/index.ts'
import { type AlarmKind, type AlarmSpec, nameOf } from './kind.ts'

/** Right after it was declared nothing is known of the windows, which is no news. */
const MISSING_AFTER_MS = 10 * 60_000
const LEAST_INTERVAL_MS = 15_000
const DAY_MS = 86_400_000

export const burn: AlarmKind<'burn'> = {
  kind: 'burn',
  source(spec, { model }) {
    const found = partsOf(spec, model)
    if (!found) return undefined
    const { objective, windows } = found
    let memory: ObjectiveMemory | undefined
    return {
      async read(atMs, { reader }) {
        memory ??= createObjectiveMemory(reader)
        const rates = await ratesOf(memory, objective, windows, atMs)
        const worst = worstOf(rates)
        if (!worst) return []
        return [{ labels: {}, value: worst.over, words: wordsOf(worst) }]
      },
      breached: (over) => over >= 1,
      recovered: (over) => over < 1,
      missingAfterMs: MISSING_AFTER_MS,
      leastIntervalMs: LEAST_INTERVAL_MS,
    }
  },
  words: ({ burn: spec }) => ({
    looksAt: `the budget of ${nameOf(spec?.outcome ?? '')}`,
    when: 'it burns faster than its windows allow',
  }),
  picture(spec, model) {
    const found = partsOf(spec, model)
    const window = found?.windows.reduce((a, b) => (a.longMs <= b.longMs ? a : b))
    if (!found || !window) return undefined
    const { objective } = found
    const query = `(${badShareQuery(objective, window.longMs)}) / ${Number((1 - objective.target).toPrecision(12))}`
    return { query, bound: window.factor }
  },
}

type Window = Pick<BurnWindow, 'longMs' | 'shortMs' | 'factor'>

function partsOf(
  { burn: spec, severity }: AlarmSpec,
  model: Model,
): { objective: Objective; windows: readonly Window[] } | undefined {
  const name = spec && nameOf(spec.outcome)
  const outcome = name && model.get('outcome', name)
  const objective = outcome && objectiveOf(model, outcome)
  if (!spec || !objective) return undefined
  const usual = burnWindows(objective.windowMs)
  const own = usual.filter((one) => (one.severity === 'critical') === (severity === 'critical'))
  const windows = spec.windows?.map(({ long, short, factor }) => ({
    longMs: durationMs(long),
    shortMs: durationMs(short),
    factor,
  }))
  return { objective, windows: windows ?? (own.length > 0 ? own : usual) }
}

/** A window with its burn rates; undefined in place of one that nobody measured. */
export interface WindowRate extends Window {
  /** Of the long and the short part, the slower one, over what is allowed. */
  readonly over: number
  readonly longRate: number
  readonly shortRate: number
}

async function ratesOf(
  memory: ObjectiveMemory,
  objective: Objective,
  windows: readonly Window[],
  atMs: number,
): Promise<(WindowRate | undefined)[]> {
  // Windows of hours are read by the minute, those of days in larger steps; each is remembered.
  const reachOf = ({ longMs }: Window) =>
    Math.max(
      ...windows.map((one) => one.longMs).filter((ms) => ms <= 2 * DAY_MS === longMs <= 2 * DAY_MS),
    )
  return Promise.all(
    windows.map(async (window) => {
      const buckets = await memory.buckets({ ...objective, windowMs: reachOf(window) }, atMs)
      return rateIn(buckets, objective, window)
    }),
  )
}

/** Pure. */
export function rateIn(
  buckets: readonly Bucket[],
  objective: Pick<Objective, 'target' | 'missing'>,
  window: Window,
): WindowRate | undefined {
  const toMs = buckets.at(-1)?.toMs
  if (toMs === undefined) return undefined
  // What was before the first measurement is not the budget's: a fresh installation has lost nothing.
  const first = buckets.find(({ knownMs }) => knownMs > 0)
  const rate = (ms: number) => {
    const fromMs = Math.max(toMs - ms, first?.fromMs ?? 0)
    return burnRateOf(countIn(buckets, { fromMs, toMs }), objective)
  }
  const [longRate, shortRate] = [rate(window.longMs), rate(window.shortMs)]
  const measured = Math.min(1, (toMs - (first?.fromMs ?? 0)) / window.longMs)
  if (longRate === null || shortRate === null) return undefined
  // So much of the budget must really be gone: one bad minute of the first two is not an hour of them.
  const over = Math.min(longRate * measured, shortRate) / window.factor
  return { ...window, longRate, shortRate, over }
}

function worstOf(rates: readonly (WindowRate | undefined)[]): WindowRate | undefined {
  return rates.reduce((a, b) => (a && (!b || a.over >= b.over) ? a : b), undefined)
}

function wordsOf({ longMs, shortMs, factor, longRate, shortRate }: WindowRate): string {
  const times = (rate: number) => `${Number(rate.toPrecision(3))}×`
  return `${times(longRate)} over ${hours(longMs)} and ${times(shortRate)} over ${hours(shortMs)}, where ${times(factor)} may be`
}

const hours = (ms: number) => (ms < 3_600_000 ? `${ms / 60_000}m` : `${ms / 3_600_000}h`)
