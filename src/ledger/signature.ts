/**
 * Signed heads: now and then the newest hash is signed with a key that never enters the database, so that
 * somebody who rewrites the whole chain still cannot make it look as it was.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from '#base'
import type { SignedHead } from './verify.ts'

/** Signs the present head with the key of a file, which is made (Ed25519, mode 0600) when it is absent. */
export async function signHead(database: Database, keyFile: string): Promise<void> {
  const privateKey = createPrivateKey(readOrMakeKey(keyFile))
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  const key = createHash('sha256').update(publicKey).digest('hex').slice(0, 16)
  const [head] = await database.sql<{
    position: number
    hash: Buffer
  }>`select position, hash from ledger_head`
  if (head!.position === 0) return
  const signature = sign(null, signedBytes(head!.position, head!.hash), privateKey)
  await database.sql`insert into ledger_key (id, public_key) values (${key}, ${publicKey}) on conflict do nothing`
  await database.sql`
    insert into ledger_signature (position, hash, key, signature)
    values (${head!.position}, ${head!.hash}, ${key}, ${signature}) on conflict do nothing`
}

/** Whether a signed head fits the hash that was computed for its position. */
export function checkSignature(head: SignedHead, position: number, hash: Buffer): boolean {
  return (
    head.hash.equals(hash) &&
    verify(null, signedBytes(position, hash), createPublicKey(head.publicKey), head.signature)
  )
}

function signedBytes(position: number, hash: Buffer): Buffer {
  return Buffer.from(`opsplane ledger ${position} ${hash.toString('hex')}`)
}

function readOrMakeKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, pem, { mode: 0o600 })
  return pem
}
