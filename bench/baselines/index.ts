/**
 * Scores the product's baselines on labelled streams: `npm run bench -- baselines [--data DIR]`. The folder is that of
 * the Numenta Anomaly Benchmark, or one of streams with a label in each row; one configuration for all.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import { eventsOf, sumOf } from './cloud.ts'
import { scoresOf, scoresUntold } from './detect.ts'
import { isNabFolder, type NabFolder, readNab } from './nab.ts'
import { nabScore, type ScoredStream } from './nab-score.ts'
import { readStreams, type Stream } from './series.ts'

const USUAL = ['../shared/data/nab', '../shared/data/cloud-monitoring']
/** Goals on the development half. */
const GOALS: Readonly<Record<string, number>> = {
  standard: 72,
  reward_low_FP_rate: 64,
  reward_low_FN_rate: 76,
}
/** The score from which on a value is told. */
const TOLD = 0.5

export async function benchBaselines({ data }: { readonly data?: string }): Promise<Figure[]> {
  const folders = data ? [data] : USUAL.filter((one) => existsSync(one))
  if (folders.length === 0) throw new Error('Name the folder of the streams: --data DIR')
  return folders.flatMap((one) => (isNabFolder(one) ? nabFigures(readNab(one)) : cloudFigures(one)))
}

function nabFigures(nab: NabFolder): Figure[] {
  const began = process.cpuUsage()
  const told = nab.streams.map((stream) => ({ ...stream, scores: scoresOf(stream) }))
  const { user, system } = process.cpuUsage(began)
  const rows = nab.streams.reduce((sum, { values }) => sum + values.length, 0)
  const untold = nab.streams.map((stream) => ({ ...stream, scores: scoresUntold(stream) }))
  const odd = (_: unknown, i: number) => i % 2 === 1
  const even = (_: unknown, i: number) => i % 2 === 0
  return [
    ...Object.entries(nab.profiles).flatMap(([name, profile]): Figure[] => {
      const score = (streams: readonly ScoredStream[]) => nabScore(streams, profile).score
      const best = Object.entries(nab.expected).sort(([, a], [, b]) => b[name]! - a[name]!)[0]
      const halves = `alternate files ${score(told.filter(even)).toFixed(1)} and ${score(told.filter(odd)).toFixed(1)}`
      return [
        {
          what: `NAB, ${name.replaceAll('_', ' ')}`,
          unit: '',
          ours: score(told),
          peer: best ? `${best[0]}, the best published` : 'no published score here',
          theirs: best?.[1][name],
          goal: undefined,
          note: [GOALS[name] ? `goal ${GOALS[name]}` : '', halves].filter(Boolean).join('; '),
        },
        plain(`NAB, ${name.replaceAll('_', ' ')}, told nothing of the file`, score(untold), ''),
      ]
    }),
    plain('reference scores reproduced to two decimals', reproduced(nab), `of ${checks(nab)}`),
    plain('CPU of an observation', (user + system) / rows, 'µs'),
  ]
}

/** How many of the published scores come out of the scores by row that stand beside them. */
function reproduced({ streams, profiles, references, expected }: NabFolder): number {
  let same = 0
  for (const [detector, scores] of references)
    for (const [name, profile] of Object.entries(profiles)) {
      const all = streams.map(({ name, windows }) => ({ windows, scores: scores.get(name)! }))
      const published = expected[detector]?.[name]
      if (published !== undefined && Math.abs(nabScore(all, profile).score - published) < 0.006)
        same++
    }
  return same
}

const checks = ({ profiles, references }: NabFolder) =>
  references.size * Object.keys(profiles).length

function cloudFigures(folder: string): Figure[] {
  const root = existsSync(join(folder, 'data')) ? join(folder, 'data') : folder
  const all = readStreams(root).map((stream: Stream) => {
    const scores = scoresUntold(stream)
    return eventsOf(stream, (row) => scores[row]! >= TOLD)
  })
  const { runs, found, delayRows, falseAlarms, weeks } = sumOf(all)
  return [
    plain('labelled runs found', (100 * found) / runs, `% of ${runs}`),
    plain('rows until the first alarm, median', delayRows, ''),
    plain('false alarms for a series and week', falseAlarms / weeks, ''),
  ]
}

const plain = (what: string, ours: number, unit: string): Figure => ({
  what,
  unit,
  ours,
  peer: '',
  theirs: undefined,
  goal: undefined,
})
