/**
 * Measures the product, in one run on one machine: `npm run bench -- telemetry|explore|soak [--json]`. Against peers
 * where there are any; a peer that is not installed is absent, and no figure is taken from anywhere else.
 */
import { parseArgs } from 'node:util'
import { type Figure, printFigures } from './figures.ts'

type Bench = (options: { minutes?: number }) => Promise<readonly Figure[]>
const AREAS: Readonly<Record<string, () => Promise<Bench>>> = {
  telemetry: async () => (await import('./telemetry/index.ts')).benchTelemetry,
  explore: async () => (await import('./explore/index.ts')).benchExplore,
  soak: async () => (await import('./soak/index.ts')).benchSoak,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, minutes: { type: 'string' } },
})
const area = positionals[0] ?? ''
const load = AREAS[area]
if (!load || positionals.length > 1) {
  process.stderr.write(`npm run bench -- ${Object.keys(AREAS).join('|')} [--json] [--minutes N]\n`)
  process.exit(2)
}
const bench = await load()
const figures = await bench(values.minutes ? { minutes: Number(values.minutes) } : {})
if (values.json) process.stdout.write(`${JSON.stringify({ data: { area, figures } })}\n`)
else printFigures(figures)
