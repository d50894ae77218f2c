/** A database of one test's own on a server, made and dropped by its owner's connection. */
import { openDatabase } from '#base'

export interface NamedDatabase {
  readonly url: string
  drop(): Promise<void>
}

let counter = 0

export async function createDatabase(server: string): Promise<NamedDatabase> {
  const name = `opsplane_test_${process.pid}_${Date.now()}_${counter++}`
  const admin = await openDatabase({ connection: { connectionString: server }, poolSize: 1 })
  await admin.script(`create database ${name}`)
  return {
    url: server.replace(/\/[^/?]*(\?|$)/, `/${name}$1`),
    async drop() {
      await admin.script(`drop database ${name} with (force)`)
      await admin.close()
    },
  }
}
