/** The scorer holds the rules of the benchmark; where its data lies beside the checkout, the published scores too. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isNabFolder, readNab } from './nab.ts'
import { nabScore, probationRows } from './nab-score.ts'

const STANDARD = { fp: 0.11, fn: 1 }
const scores = (length: number, at: Record<number, number>) =>
  Float64Array.from({ length }, (_, i) => at[i] ?? 0)

test('a detection at the first row of a window earns all, one at its last next to nothing', () => {
  const stream = (row: number) => [
    { windows: [[400, 499]] as const, scores: scores(1_000, { [row]: 1 }) },
  ]
  expect(nabScore(stream(400), STANDARD)).toMatchObject({ score: 100, detected: 1, falseRows: 0 })
  expect(nabScore(stream(499), STANDARD).score).toBeCloseTo(51.3, 1)
  // Twice in a window is once: the better of the two.
  const twice = [{ windows: [[400, 499]] as const, scores: scores(1_000, { 400: 1, 450: 1 }) }]
  expect(nabScore(twice, STANDARD).score).toBe(100)
})

test('a false row far from a window costs in full, one just after it little; the probation is free', () => {
  const stream = (at: Record<number, number>) => [
    { windows: [[400, 499]] as const, scores: scores(1_000, { ...at, 400: 1 }) },
  ]
  expect(nabScore(stream({ 300: 1 }), STANDARD).score).toBeCloseTo(100 - (100 * 0.11) / 2)
  expect(nabScore(stream({ 500: 1 }), STANDARD).score).toBeGreaterThan(99.8)
  expect(nabScore(stream({ 149: 1 }), STANDARD).score).toBe(100)
  expect(probationRows(1_000)).toBe(150)
  expect(probationRows(100_000)).toBe(750)
})

const folder = process.env.OPSPLANE_TEST_NAB ?? '../shared/data/nab'
test.skipIf(!existsSync(folder) || !isNabFolder(folder))(
  `the published scores come out of the scores by row (${folder})`,
  () => {
    const { streams, profiles, references, expected } = readNab(folder)
    expect(references.size).toBeGreaterThan(0)
    for (const [detector, byStream] of references)
      for (const [name, profile] of Object.entries(profiles)) {
        const all = streams.map(({ name: stream, windows }) => ({
          windows,
          scores: byStream.get(stream)!,
        }))
        const { score } = nabScore(all, profile)
        expect(score, `${detector}, ${name}`).toBeCloseTo(expected[detector]![name]!, 2)
      }
  },
  60_000,
)
