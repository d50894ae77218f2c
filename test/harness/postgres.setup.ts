/** One PostgreSQL for the whole run: the embedded one, or the one that OPSPLANE_DATABASE_URL names. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { silentLog, startEmbeddedPostgres } from '#base'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env.OPSPLANE_DATABASE_URL
  if (external) {
    project.provide('postgres', external)
    return async () => {}
  }
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-test-'))
  // Readable by the unprivileged user that PostgreSQL runs as.
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({ folder, log: silentLog })
  const { host, user, database } = postgres.connection
  project.provide('postgres', `postgres://${user}@${encodeURIComponent(String(host))}/${database}`)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
