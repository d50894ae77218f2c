/**
 * Scores the search for causes on published faults: `npm run bench -- causes [--data DIR]`. Input are figures, spans
 * and log lines; the labels are read only to score. One configuration for all.
 */
import { existsSync } from 'node:fs'
import type { Figure } from '../figures.ts'
import { isNezha, judgeNezha, type Verdict } from './nezha.ts'
import { judgePetshop, petshopScenarios } from './petshop.ts'

const USUAL = ['../shared/data/petshop', '../shared/data/nezha-trainticket']

export async function benchCauses({ data }: { readonly data?: string }): Promise<Figure[]> {
  const folders = data ? [data] : USUAL.filter((one) => existsSync(one))
  if (folders.length === 0) throw new Error('Name the folder of the faults: --data DIR')
  return folders.flatMap((one) => (isNezha(one) ? nezhaFigures(one) : petshopFigures(one)))
}

function nezhaFigures(folder: string): Figure[] {
  const verdicts = judgeNezha(folder)
  return [
    share('Nezha, AS@1', verdicts, 1, { name: 'Nezha, all 45 faults', value: 86.67 }),
    share('Nezha, AS@3', verdicts, 3, { name: 'Nezha, all 45 faults', value: 97.78 }),
    share('Nezha, AS@5', verdicts, 5, { name: 'Nezha, all 45 faults', value: 97.78 }),
  ]
}

function petshopFigures(folder: string): Figure[] {
  return petshopScenarios(folder).flatMap((scenario) => {
    const { verdicts, calm } = judgePetshop(scenario)
    const name = `PetShop ${scenario.split('/').at(-1)}`
    const of = (kind: string) => verdicts.filter((one) => one.kind === kind)
    return [
      share(`${name}, top-1`, verdicts, 1),
      share(`${name}, top-3`, verdicts, 3),
      ...['latency', 'availability'].map((kind) => share(`${name}, ${kind}, top-1`, of(kind), 1)),
      {
        what: `${name}, silent on normal data`,
        unit: '%',
        ours: (100 * (calm.windows - calm.suspected)) / calm.windows,
        ...{ peer: '', theirs: undefined, goal: undefined },
        note: `${calm.windows} windows; goal at least 95 %`,
      },
    ]
  })
}

function share(
  what: string,
  verdicts: readonly Verdict[],
  most: number,
  peer?: { readonly name: string; readonly value: number },
): Figure {
  const found = verdicts.filter(({ place }) => place !== undefined && place <= most)
  const missed = verdicts.filter((one) => !found.includes(one)).map(({ name }) => name)
  return {
    ...{ what, unit: '%', ours: (100 * found.length) / verdicts.length },
    ...{ peer: peer?.name ?? '', theirs: peer?.value, goal: undefined },
    note: `${found.length} of ${verdicts.length}${missed.length > 0 ? `; not ${missed.join(', ')}` : ''}`,
  }
}
