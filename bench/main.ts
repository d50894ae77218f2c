/**
 * Measures the product against the peers that are installed here, in one run on one machine: `npm run bench --
 * telemetry [--json]`, and its baselines against the published scores on labelled streams. A peer that is not installed is absent; no figure is taken from anywhere else.
 */
import { parseArgs } from 'node:util'
import { type Figure, printFigures } from './figures.ts'

type Bench = (options: { readonly data: string | undefined }) => Promise<readonly Figure[]>

const AREAS: Readonly<Record<string, () => Promise<Bench>>> = {
  baselines: async () => {
    const { benchBaselines } = await import('./baselines/index.ts')
    return async ({ data }) => benchBaselines(data)
  },
  telemetry: async () => (await import('./telemetry/index.ts')).benchTelemetry,
  explore: async () => (await import('./explore/index.ts')).benchExplore,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, data: { type: 'string' } },
})
const area = positionals[0] ?? ''
const load = AREAS[area]
if (!load || positionals.length > 1) {
  process.stderr.write(`npm run bench -- ${Object.keys(AREAS).join('|')} [--data DIR] [--json]\n`)
  process.exit(2)
}
const bench = await load()
const figures = await bench({ data: values.data })
if (values.json) process.stdout.write(`${JSON.stringify({ data: { area, figures } })}\n`)
else printFigures(figures)
