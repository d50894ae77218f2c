/**
 * The hash chain: each fact's hash covers the one before it, so that no row can be altered, dropped or
 * moved without the next one telling.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '#base'
import type { Fact } from './fact.ts'

export const FIRST_HASH: Buffer = Buffer.alloc(32)

/** SHA-256 over the previous hash and the canonical text of the fact. */
export function hashOf(fact: Fact, previous: Buffer): Buffer {
  const { position, id, type, source, subject, time, recordedAt, actor, cause, correlation, data } =
    fact
  const text = canonicalJson({
    position,
    id,
    type,
    source,
    subject,
    time,
    recordedAt,
    actor,
    cause,
    correlation,
    data,
  })
  return createHash('sha256').update(previous).update(text).digest()
}
