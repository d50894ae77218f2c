// Every test of the product, in the order that fails fastest: types, style, decisions, promises, the console.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const projects = [
  'unit',
  'scenarios',
  ...(process.env.OPSPLANE_TEST_BROWSER === '0' ? [] : ['console']),
]
const steps = [
  ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['style', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['unused code', ['node_modules/knip/bin/knip.js']],
  [
    'tests',
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.flatMap((name) => ['--project', name]),
      ...process.argv.slice(2),
    ],
  ],
]
for (const [name, command] of steps) {
  const start = Date.now()
  const quiet = name !== 'tests'
  const ran = spawnSync(process.execPath, command, {
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
  })
  if (ran.status !== 0) {
    process.stderr.write(`${ran.stdout ?? ''}${ran.stderr ?? ''}\n${name}: failed\n`)
    process.exit(1)
  }
  if (quiet) process.stderr.write(`- ${name} ... ${((Date.now() - start) / 1000).toFixed(1)} s\n`)
}
