/** Lines, figures and outcomes: a measure over time, with what is expected of it. */
import { durationMs } from '#base'
import { objectiveOf, type SpecOf, splitRef } from '#model'
import { baselineAlarmOf, readBand } from '../../bands/index.ts'
import { readObjective } from '../../objectives/index.ts'
import type { PanelOf } from '../frame.ts'
import { judge, speakerOf } from '../judge.ts'
import type { Measured, MeasuredBand, PanelRead, Range } from '../panel-data.ts'
import type { Sources } from './sources.ts'

interface Measure {
  readonly query: string
  readonly unit: string
  readonly expected: Range | null
  readonly target: Measured['target']
  /** signal:name */
  readonly signal: string | null
  readonly path: string | null
}

export async function readMeasured(
  panel: PanelOf<'line' | 'value'>,
  from: Sources,
): Promise<PanelRead> {
  const { show, compare } = panel
  return { show, ...(await read(measureOf(panel, from), compare, from)) }
}

export async function readOutcome(panel: PanelOf<'outcome'>, from: Sources): Promise<PanelRead> {
  const { model, isNow, toMs, declaredMs, reader, objectives: memory } = from
  const outcome = model.get('outcome', splitRef(panel.outcome).name)!
  const objective = isNow ? objectiveOf(model, outcome) : undefined
  const [measured, held] = await Promise.all([
    read(measureOf(panel, from), panel.compare, from),
    objective && readObjective({ reader, memory }, objective, { nowMs: toMs, declaredMs }),
  ])
  const { owner } = outcome.spec
  return {
    show: 'outcome',
    ...measured,
    owner: model.find(owner, 'team')?.spec.title ?? model.find(owner, 'person')?.spec.name ?? owner,
    budget: held ? { left: held.budget.left, status: held.status, words: held.reason } : null,
  }
}

function measureOf(
  panel: PanelOf<'line' | 'value' | 'outcome'>,
  { model, audience }: Sources,
): Measure {
  const own = panel.show === 'outcome' ? undefined : panel
  const outcome = panel.outcome ? model.find(panel.outcome, 'outcome')?.spec : undefined
  const ref = own?.signal ?? outcome?.signal ?? null
  const signal = ref ? model.find(ref, 'signal')?.spec : undefined
  return {
    query: signal?.query ?? own?.query ?? '',
    unit: own?.unit ?? signal?.unit ?? '',
    expected: rangeOf(own?.expected ?? signal?.expected),
    target: outcome?.target ?? null,
    signal: ref,
    path:
      panel.outcome && audience !== 'customers' ? `outcomes/${splitRef(panel.outcome).name}` : null,
  }
}

async function read(measure: Measure, compare: string | undefined, from: Sources) {
  const { query, unit, expected, target, signal, path } = measure
  const agoMs = compare === undefined ? undefined : durationMs(compare)
  const [course, before, alarms] = await Promise.all([
    from.course(query),
    agoMs === undefined ? undefined : from.course(query, agoMs),
    from.isNow ? from.alarms() : [],
  ])
  const verdict = judge(course.newest, {
    ...{ expected, target, unit, unknown: course.unknown },
    alarms: signal ? alarms.filter((alarm) => alarm.signal === signal) : [],
  })
  const { lines, more } = course
  const band = signal && lines.length === 1 && more === 0 ? await bandOf(signal, from) : null
  return {
    ...{ unit, lines, more, expected, band, target, path },
    ...(from.audience === 'customers' ? { ...verdict, reason: null } : verdict),
    value: speakerOf(course.newest, { expected, target }),
    before:
      before && compare
        ? {
            ago: compare,
            line: before.lines[0] ?? null,
            value: speakerOf(before.newest, { expected, target }),
          }
        : null,
    ask: { tab: 'metrics' as const, question: query },
  }
}

/** Of a signal that an alarm on its baseline looks at. */
async function bandOf(signal: string, from: Sources): Promise<MeasuredBand | null> {
  const { model, bands, moments, isNow } = from
  if (baselineAlarmOf(model, signal) === undefined) return null
  const times = Array.from({ length: moments.count }, (_, i) => moments.fromMs + i * moments.stepMs)
  const band = await readBand({ model, bands }, { signal }, times, from.nowMs)
  if (!band) return null
  return {
    low: band.points.map(({ low }) => low),
    high: band.points.map(({ high }) => high),
    good: band.good,
    learning: band.isLearning,
    // How the newest value stands is of now.
    direction: isNow ? band.direction : null,
    sentence: isNow ? band.sentence : 'What was expected then, from what was known then.',
  }
}

function rangeOf(expected: SpecOf<'signal'>['expected']): Range | null {
  return expected ? { min: expected.min ?? null, max: expected.max ?? null } : null
}
