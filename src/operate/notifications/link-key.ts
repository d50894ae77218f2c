/** The key of links in messages: made once, the same for all nodes, kept beside the addresses that it guards. */
import { randomBytes } from 'node:crypto'
import type { Sql } from '#base'

const BYTES = 32

export async function readLinkKey(sql: Sql): Promise<Buffer> {
  const read = () => sql<{ key: Buffer }>`select key from link_key`
  const [known] = await read()
  if (known) return known.key
  // Of two that make one at the same moment, the first stands.
  await sql`insert into link_key (key) values (${randomBytes(BYTES)}) on conflict do nothing`
  return (await read())[0]!.key
}
