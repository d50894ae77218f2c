/** A number from 0 to 1 that a series always gets again: `limit_ratio` chooses by it. */
import { createHash } from 'node:crypto'

export function sampleShare(key: string): number {
  const digest = createHash('sha256').update(key).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}
