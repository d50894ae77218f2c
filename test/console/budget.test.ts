/** The console opens quickly on a slow line: what the first page loads is counted, not believed. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const BUDGET_KB = 150

test('the first load is at most 150 kB of compressed script', () => {
  const html = readFileSync('dist/console/index.html', 'utf8')
  const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
    ([, path]) => path!,
  )
  const bytes = scripts.map((path) => gzipSync(readFileSync(`dist/console/${path}`)).length)
  expect(scripts.length).toBeGreaterThan(0)
  expect(bytes.reduce((sum, size) => sum + size, 0) / 1_000).toBeLessThan(BUDGET_KB)
})
