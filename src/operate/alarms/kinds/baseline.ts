/**
 * A signal leaves the band that is expected of it. Each series has a baseline of its own, which is learned from what
 * the store keeps when the alarm is first looked at, and value by value from then on. In its first day of data it is
 * too little known, and nothing is said.
 */
import { durationMs } from '#base'
import { deploymentFinished } from '#ledger'
import { Baseline, type ExpectedBand, type Observation } from '../../baselines/index.ts'
import { labelsKey } from '../instance.ts'
import type { SignalSample } from '../reader.ts'
import { type AlarmKind, type AlarmSpec, type Looking, nameOf, type Sampler } from './kind.ts'

type Spec = NonNullable<AlarmSpec['baseline']>

export const baseline: AlarmKind<'baseline'> = {
  kind: 'baseline',
  source({ baseline: spec }, { model }) {
    const signal = spec && model.find(spec.signal, 'signal')?.spec
    if (!spec || !signal) return undefined
    const { query, component } = signal
    return {
      read: learning(spec, query, component ? nameOf(component) : undefined),
      reads: { query, component },
      // Each value is judged by the band of its own time.
      breached: () => false,
      recovered: () => false,
      cadence: signal.cadence,
      every: spec.every,
      leastIntervalMs: Math.min(60_000, durationMs(spec.every)),
    }
  },
  words({ baseline: spec }) {
    const side = spec?.side === 'both' ? 'out of' : spec?.side
    const far = spec?.by === 0 ? '' : `, by more than ${spec?.by} of its half widths`
    return { looksAt: nameOf(spec?.signal ?? ''), when: `${side} what is usual${far}` }
  },
  picture({ baseline: spec }, model) {
    const query = spec && model.find(spec.signal, 'signal')?.spec.query
    return query === undefined ? undefined : { query, bound: null }
  },
}

interface Learned {
  readonly labels: SignalSample['labels']
  readonly baseline: Baseline
  last: { readonly timeMs: number; readonly sample: SignalSample } | undefined
}

function learning(spec: Spec, query: string, component: string | undefined): Sampler {
  const stepMs = durationMs(spec.every)
  const learned = new Map<string, Learned>()
  let readMs: number | undefined
  return async (atMs, looking) => {
    const toMs = Math.floor(atMs / stepMs) * stepMs
    const fromMs = readMs === undefined ? toMs - durationMs(spec.learn) : readMs + stepMs
    if (fromMs <= toMs) {
      const shifts = component ? await deploymentsOf(component, fromMs - stepMs, looking) : []
      const all = await looking.reader.range(query, { fromMs, toMs, stepMs })
      readMs = toMs
      for (const { labels, points } of all) {
        const one = learnedOf(learned, labels)
        for (const { timeMs, value } of points) {
          // What a deployment moves is another level, and not a deviation for hours.
          for (const shiftMs of shifts)
            if (shiftMs <= timeMs && shiftMs > timeMs - stepMs) one.baseline.levelShift(shiftMs)
          const seen = one.baseline.observe(timeMs, value)
          one.last = { timeMs, sample: judged(labels, value, seen, spec) }
        }
      }
    }
    return [...learned.values()].flatMap(({ last }) =>
      last && toMs - last.timeMs < stepMs ? [last.sample] : [],
    )
  }
}

function learnedOf(learned: Map<string, Learned>, labels: SignalSample['labels']): Learned {
  const key = labelsKey(labels)
  const known = learned.get(key)
  if (known) return known
  const fresh: Learned = { labels, baseline: new Baseline(), last: undefined }
  learned.set(key, fresh)
  return fresh
}

/** What a value says beside what was expected of it. */
export function judged(
  labels: SignalSample['labels'],
  value: number,
  { band, isCold, deviation }: Pick<Observation, 'band' | 'isCold' | 'deviation'>,
  { side, by }: Pick<Spec, 'side' | 'by'>,
): SignalSample {
  if (!band || isCold)
    return { labels, value, verdict: 'between', words: 'too little is known to expect anything' }
  const beyond = side === 'above' ? deviation : side === 'below' ? -deviation : Math.abs(deviation)
  const verdict = beyond > by ? 'breached' : beyond > 0 ? 'between' : 'recovered'
  return { labels, value, verdict, words: wordsOf(value, band) }
}

const wordsOf = (value: number, { low, high }: ExpectedBand) =>
  `${rounded(value)}, where ${rounded(low)} to ${rounded(high)} is usual`

const rounded = (value: number) => String(Number(value.toPrecision(3)))

async function deploymentsOf(
  component: string,
  afterMs: number,
  { sql, workload }: Looking,
): Promise<number[]> {
  const rows = await sql<{ time: Date }>`
    select time from ledger where type = ${deploymentFinished.type}
      and data->>'workload' = ${workload} and data->>'component' = ${component}
      and time > ${new Date(afterMs).toISOString()} order by position`
  return rows.map(({ time }) => time.getTime())
}
