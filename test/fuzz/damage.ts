/** Damages a good message in the ways in which networks, disks and people do. Deterministic by its random numbers. */

import type { Random } from '../harness/random.ts'

const NASTY = [
  '',
  '\n\n',
  '\0',
  '{',
  '[',
  '"',
  'NaN',
  '1e999',
  '-1',
  '9'.repeat(30),
  '\ud800',
  '../',
]

/** One to four wounds. */
export function damage(bytes: Uint8Array, random: Random): Uint8Array {
  let hurt: Uint8Array = bytes
  for (let wounds = 1 + Math.floor(random() * 4); wounds > 0; wounds--) hurt = wound(hurt, random)
  return hurt
}

function wound(bytes: Uint8Array, random: Random): Uint8Array {
  const place = () => Math.floor(random() * (bytes.length + 1))
  const [from, to] = [place(), place()].sort((a, b) => a - b) as [number, number]
  switch (Math.floor(random() * 6)) {
    case 0: {
      const flipped = Uint8Array.from(bytes)
      if (flipped.length > 0) flipped[from % flipped.length]! ^= 1 << Math.floor(random() * 8)
      return flipped
    }
    case 1:
      return bytes.subarray(0, from)
    case 2:
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
    case 3:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
    case 4: {
      const word = Buffer.from(NASTY[Math.floor(random() * NASTY.length)]!)
      return Buffer.concat([bytes.subarray(0, from), word, bytes.subarray(from)])
    }
    default: {
      const noise = Uint8Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
        Math.floor(random() * 256),
      )
      return Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(to)])
    }
  }
}
