/** Walks the hash chain and the signed heads, and names the first fact that is not as it was taken. */
import type { Database } from '#base'
import { FIRST_HASH, hashOf } from './chain.ts'
import { type FactRow, rowToFact } from './read.ts'
import { checkSignature } from './signature.ts'

export interface Verdict {
  readonly ok: boolean
  /** Facts that were checked. */
  readonly checked: number
  readonly signatures: number
  readonly head: string
  /** The first fact that is wrong. */
  readonly broken?: { readonly position: number; readonly id: string | null; readonly why: string }
}

const PAGE = 2_000

export async function verifyLedger(database: Database): Promise<Verdict> {
  const signed = await signatures(database)
  let previous: Buffer = FIRST_HASH
  let position = 0
  let proven = 0
  const verdict = (broken?: Verdict['broken']): Verdict => ({
    ok: !broken,
    checked: position,
    signatures: proven,
    head: previous.toString('hex'),
    ...(broken ? { broken } : {}),
  })

  for (;;) {
    const rows = await database.sql<FactRow>`
      select * from ledger where position > ${position} order by position limit ${PAGE}`
    for (const row of rows) {
      if (row.position !== position + 1)
        return verdict({ position: position + 1, id: null, why: 'this fact is missing' })
      const hash = hashOf(rowToFact(row), previous)
      if (!hash.equals(row.hash))
        return verdict({
          position: row.position,
          id: row.id,
          why: 'its content does not match its hash',
        })
      const signature = signed.get(row.position)
      if (signature) {
        if (!checkSignature(signature, row.position, hash))
          return verdict({
            position: row.position,
            id: row.id,
            why: 'it does not match the signed head',
          })
        proven++
      }
      position = row.position
      previous = hash
    }
    if (rows.length < PAGE) break
  }
  const [head] = await database.sql<{
    position: number
    hash: Buffer
  }>`select position, hash from ledger_head`
  const newest = Math.max(head!.position, ...signed.keys())
  // Facts may have been appended while we read; only a head behind which facts are missing is a fault.
  if (newest > position) {
    const [grown] = await database.sql`select from ledger where position > ${position}`
    if (!grown)
      return verdict({ position: position + 1, id: null, why: 'this fact is missing at the end' })
  } else if (head!.position === position && !head!.hash.equals(previous)) {
    return verdict({ position, id: null, why: 'the head does not match the last fact' })
  }
  return verdict()
}

export interface SignedHead {
  readonly position: number
  readonly hash: Buffer
  readonly signature: Buffer
  readonly publicKey: string
}

async function signatures(database: Database): Promise<Map<number, SignedHead>> {
  const rows = await database.sql<{
    position: number
    hash: Buffer
    signature: Buffer
    public_key: string
  }>`select s.position, s.hash, s.signature, k.public_key
     from ledger_signature s join ledger_key k on k.id = s.key`
  return new Map(
    rows.map(({ position, hash, signature, public_key }) => [
      position,
      { position, hash, signature, publicKey: public_key },
    ]),
  )
}
