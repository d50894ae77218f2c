/**
 * Ids that say what they name and sort by when they were made: `inc_01k9zq…`.
 *
 * The body is a ULID: 48 bits of milliseconds, 80 bits of chance, Crockford's base 32 in lower case.
 * Source: https://github.com/ulid/spec
 */
import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Makes a new id with a prefix, for example `newId('inc')`. */
export function newId(prefix: string, nowMs: number = Date.now()): string {
  return `${prefix}_${encodeTime(nowMs)}${encodeChance()}`
}

function encodeTime(nowMs: number): string {
  let rest = nowMs
  let text = ''
  for (let i = 0; i < 10; i++) {
    text = ALPHABET[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}

function encodeChance(): string {
  let text = ''
  // Five bits of each byte: 256 is a multiple of 32, so every letter is equally likely.
  for (const byte of randomBytes(16)) text += ALPHABET[byte & 31]
  return text
}
