/**
 * Measures the product, in one run on one machine: `npm run bench -- AREA [--json]`; the areas stand in a list below.
 * Against peers where there are any; a peer that is not installed is absent. Baselines are held against the
 * published scores that stand beside the data, causes against the labels of published faults; pictures are looked at.
 */
import { parseArgs } from 'node:util'
import { type Figure, printFigures } from './figures.ts'

interface BenchOptions {
  /** How long a soak takes. */
  readonly minutes?: number
  /** Where the data of baselines lies. */
  readonly data?: string
}
type Bench = (options: BenchOptions) => Promise<readonly Figure[]>

const AREAS: Readonly<Record<string, () => Promise<Bench>>> = {
  telemetry: async () => (await import('./telemetry/index.ts')).benchTelemetry,
  explore: async () => (await import('./explore/index.ts')).benchExplore,
  soak: async () => (await import('./soak/index.ts')).benchSoak,
  alarms: async () => (await import('./alarms/index.ts')).benchAlarms,
  faults: async () => (await import('./faults/index.ts')).benchFaults,
  baselines: async () => (await import('./baselines/index.ts')).benchBaselines,
  delivery: async () => (await import('./delivery/index.ts')).benchDelivery,
  'fan-out': async () => (await import('./fan-out/index.ts')).benchFanOut,
  pictures: async () => (await import('./pictures/index.ts')).benchPictures,
  causes: async () => (await import('./causes/index.ts')).benchCauses,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    data: { type: 'string' },
  },
})
const area = positionals[0] ?? ''
const load = AREAS[area]
if (!load || positionals.length > 1) {
  const areas = Object.keys(AREAS).join('|')
  process.stderr.write(`npm run bench -- ${areas} [--json] [--minutes N] [--data DIR]\n`)
  process.exit(2)
}
const bench = await load()
const figures = await bench({
  ...(values.minutes ? { minutes: Number(values.minutes) } : {}),
  ...(values.data ? { data: values.data } : {}),
})
if (values.json) process.stdout.write(`${JSON.stringify({ data: { area, figures } })}\n`)
else printFigures(figures)
