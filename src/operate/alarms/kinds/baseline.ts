/**
 * A signal leaves the band that is expected of it. Each series has a baseline of its own, which is learned from what
 * the store keeps when the alarm is first looked at, and value by value from then on. In its first day of data it is
 * too little known, and nothing is said.
 */
import { durationMs } from '#base'
import {
  Baseline,
  type BaselineOptions,
  baselineOptionsOf,
  deploymentsOf,
  type ExpectedBand,
  feedBaseline,
  type Observation,
} from '../../baselines/index.ts'
import { labelsKey } from '../instance.ts'
import type { SignalSample } from '../reader.ts'
import { type AlarmKind, type AlarmSpec, nameOf, type Sampler } from './kind.ts'

type Spec = NonNullable<AlarmSpec['baseline']>

export const baseline: AlarmKind<'baseline'> = {
  kind: 'baseline',
  source({ baseline: spec }, { model }) {
    const signal = spec && model.find(spec.signal, 'signal')?.spec
    if (!spec || !signal) return undefined
    const { query, component } = signal
    const options = baselineOptionsOf(model, spec.signal, spec.side)
    return {
      read: learning(spec, query, component ? nameOf(component) : undefined, options),
      reads: { query, component, options },
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

function learning(
  spec: Spec,
  query: string,
  component: string | undefined,
  options: BaselineOptions,
): Sampler {
  const stepMs = durationMs(spec.every)
  const learned = new Map<string, Learned>()
  let readMs: number | undefined
  return async (atMs, looking) => {
    const toMs = Math.floor(atMs / stepMs) * stepMs
    const fromMs = readMs === undefined ? toMs - durationMs(spec.learn) : readMs + stepMs
    if (fromMs <= toMs) {
      const shifts = component
        ? await deploymentsOf(looking.sql, looking.workload, component, fromMs - stepMs)
        : []
      const all = await looking.reader.range(query, { fromMs, toMs, stepMs })
      readMs = toMs
      for (const { labels, points } of all) {
        const one = learnedOf(learned, labels, options)
        feedBaseline(one.baseline, points, { shifts, stepMs }, ({ timeMs, value }, seen) => {
          one.last = { timeMs, sample: judged(labels, value, seen, spec) }
        })
      }
    }
    return [...learned.values()].flatMap(({ last }) =>
      last && toMs - last.timeMs < stepMs ? [last.sample] : [],
    )
  }
}

function learnedOf(
  learned: Map<string, Learned>,
  labels: SignalSample['labels'],
  options: BaselineOptions,
): Learned {
  const key = labelsKey(labels)
  const known = learned.get(key)
  if (known) return known
  const fresh: Learned = { labels, baseline: new Baseline(options), last: undefined }
  learned.set(key, fresh)
  return fresh
}

/** What a value says beside what was expected of it. */
export function judged(
  labels: SignalSample['labels'],
  value: number,
  {
    band,
    isCold,
    deviation,
    direction,
  }: Pick<Observation, 'band' | 'isCold' | 'deviation' | 'direction'>,
  { side, by }: Pick<Spec, 'side' | 'by'>,
): SignalSample {
  if (!band || isCold)
    return { labels, value, verdict: 'between', words: 'too little is known to expect anything' }
  const beyond = side === 'above' ? deviation : side === 'below' ? -deviation : Math.abs(deviation)
  const verdict = beyond > by ? 'breached' : beyond > 0 ? 'between' : 'recovered'
  return {
    labels,
    value,
    verdict,
    words: wordsOf(value, band) + (deviation === 0 ? '' : (FELT[direction] ?? '')),
  }
}

const wordsOf = (value: number, { low, high }: ExpectedBand) =>
  `${rounded(value)}, where ${rounded(low)} to ${rounded(high)} is usual`

/** Whether that is good or bad, where somebody has said which is which. */
const FELT: Partial<Record<Observation['direction'], string>> = {
  improvement: ': better than usual',
  degradation: ': worse than usual',
}

const rounded = (value: number) => String(Number(value.toPrecision(3)))
