/** The samples that everybody gets: 10,000 counters, a sample each 15 seconds for 25 minutes, a million in all. */

export const SERIES = 10_000
export const STEPS = 100
export const STEP_MS = 15_000
const PER_REQUEST = 2_000
/** So many different values has the label by which 800 series are chosen. */
export const SHARDS = SERIES / 800

export const NAME = 'bench_requests_total'

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly timeMs: number
  readonly value: number
}

const labelsOf = (series: number) => ({
  instance: `10.0.${series >> 8}.${series & 255}:9100`,
  job: `job-${series % 20}`,
  path: `/api/v${series % 7}/things`,
  shard: String(series % Math.ceil(SHARDS)),
})
const LABELS = Array.from({ length: SERIES }, (_, i) => labelsOf(i))

/** Requests in order of time; none holds two samples of one series. */
export function* requests(startMs: number): Generator<readonly Sample[]> {
  for (let step = 0; step < STEPS; step++)
    for (let first = 0; first < SERIES; first += PER_REQUEST)
      yield Array.from({ length: PER_REQUEST }, (_, i) => {
        const series = first + i
        return {
          labels: LABELS[series]!,
          timeMs: startMs + step * STEP_MS,
          // Counters of integers that rise unevenly, as those of requests do.
          value: step * (series % 50) + ((step * 7 + series * 13) % 11),
        }
      })
}
