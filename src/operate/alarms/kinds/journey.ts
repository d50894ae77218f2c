/** A journey fails several times in a row: its sample is how often it has failed since it went well last. */
import { durationMs } from '#base'
import { type AlarmKind, nameOf } from './kind.ts'

const FAILURES = 2

export const journey: AlarmKind<'journey'> = {
  kind: 'journey',
  source({ journey: reference = '', failures = FAILURES }, { model }) {
    const every = model.find(reference, 'journey')?.spec.every
    if (every === undefined) return undefined
    const query = queryOf(model.workload, nameOf(reference))
    const reachMs = (failures + 2) * durationMs(every) + 60_000
    return {
      query,
      every,
      reads: every,
      async read(atMs, { reader }) {
        const all = await reader.samples(query, { fromMs: atMs - reachMs, toMs: atMs })
        return all
          .filter(({ points }) => points.length > 0)
          .map(({ labels, points }) => ({
            labels: { journey: labels.journey ?? '', from: labels.from ?? '' },
            value: failedInARow(points),
          }))
      },
      breached: (count) => count >= failures,
      recovered: (count) => count === 0,
    }
  },
  words: ({ journey: reference = '', failures = FAILURES }) => ({
    looksAt: `journey ${nameOf(reference)}`,
    when: failures === 1 ? 'fails' : `fails ${failures} times in a row`,
  }),
  picture: ({ journey: reference = '' }, { workload }) => ({
    query: queryOf(workload, nameOf(reference)),
    bound: null,
  }),
}

const queryOf = (workload: string, name: string) =>
  `journey_up{workload=${JSON.stringify(workload)}, journey=${JSON.stringify(name)}}`

/** Points in order of time; 1 is a walk that went well. */
export function failedInARow(points: readonly { readonly value: number }[]): number {
  return points.length - 1 - points.findLastIndex(({ value }) => value > 0)
}
