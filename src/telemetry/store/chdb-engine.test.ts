/** The process of the engine that cannot start: said once, clearly, with the way out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '#base'
import { ChdbEngine, ChdbMissing } from './chdb-engine.ts'
import { StoreUnavailable } from './engine.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-engine-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function engineOf(source: string, startDeadlineMs?: number): Promise<ChdbEngine> {
  const childEntry = join(folder, 'child.mjs')
  await writeFile(childEntry, source)
  return new ChdbEngine({ path: folder, log: silentLog, childEntry, startDeadlineMs }, () => {})
}

test('a missing package is said at once, with the way out', async () => {
  const engine = await engineOf(
    `process.send({ kind: 'cannot-open', reason: 'not-installed', message: 'no chdb' })
     process.on('message', () => process.exit(0))`,
  )
  const error = await engine.start().catch((error) => error)
  expect(error).toBeInstanceOf(ChdbMissing)
  expect(error.hint).toContain('npm install')
})

test('a process that ends again and again is given up with its own reason', async () => {
  const engine = await engineOf(
    `process.send({ kind: 'cannot-open', reason: 'failed', message: 'Cannot lock file' })
     process.disconnect()`,
    1_000,
  )
  const error = await engine.start().catch((error) => error)
  expect(error).toBeInstanceOf(StoreUnavailable)
  expect(error.message).toContain('Cannot lock file')
  await expect(engine.ask('read', 'select 1')).rejects.toBeInstanceOf(StoreUnavailable)
})
