import { expect, test } from 'vitest'
import { alignedData, commonLabels, seriesKey, shownSeries } from './series.ts'

const of = (labels: Record<string, string>, ...points: [number, number | null][]) => ({
  labels,
  points,
})

test('what all series have in common is said once, and each by what is its own', () => {
  const series = [
    of({ __name__: 'up', job: 'shop', host: 'a' }, [1_000, 1], [2_000, 3]),
    of({ __name__: 'up', job: 'shop', host: 'b' }, [1_000, null]),
  ]
  expect(commonLabels(series)).toEqual({ __name__: 'up', job: 'shop' })
  expect(shownSeries(series).map(({ words, last, most }) => [words, last, most])).toEqual([
    ['host="a"', 3, 3],
    ['host="b"', null, null],
  ])
})

test('a series alone keeps its whole name, and one without labels has a word', () => {
  expect(shownSeries([of({ __name__: 'up', host: 'a' })])[0]!.words).toBe('up host="a"')
  expect(shownSeries([of({})])[0]!.words).toBe('value')
  expect(seriesKey({ __name__: 'up', host: 'a' })).toBe('up{host="a"}')
})

test('moments that a series has no sample at are gaps', () => {
  const [a, b] = shownSeries([
    of({ host: 'a' }, [1_000, 1], [3_000, 2]),
    of({ host: 'b' }, [2_000, 5]),
  ])
  expect(alignedData([a!, b!])).toEqual([
    [1, 2, 3],
    [1, null, 2],
    [null, 5, null],
  ])
})
