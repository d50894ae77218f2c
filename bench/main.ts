/**
 * Measures the product against the peers that are installed here, in one run on one machine: `npm run bench --
 * telemetry [--json]`. A peer that is not installed is absent; no figure is taken from anywhere else.
 */
import { parseArgs } from 'node:util'
import { type Figure, printFigures } from './figures.ts'

const AREAS: Readonly<Record<string, () => Promise<() => Promise<readonly Figure[]>>>> = {
  telemetry: async () => (await import('./telemetry/index.ts')).benchTelemetry,
  explore: async () => (await import('./explore/index.ts')).benchExplore,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const area = positionals[0] ?? ''
const load = AREAS[area]
if (!load || positionals.length > 1) {
  process.stderr.write(`npm run bench -- ${Object.keys(AREAS).join('|')} [--json]\n`)
  process.exit(2)
}
const bench = await load()
const figures = await bench()
if (values.json) process.stdout.write(`${JSON.stringify({ data: { area, figures } })}\n`)
else printFigures(figures)
