/**
 * The stale marker: a NaN with its own bits, written when a series ends. It has to be read as bits,
 * because to arithmetic all NaNs are alike, and a measured NaN is a value like any other.
 */
const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1
const HIGH = LITTLE_ENDIAN ? 1 : 0
const LOW = 1 - HIGH

/** Writes the stale marker without passing through a number, which could lose its bits. */
export function writeStale(values: Float64Array, index: number): void {
  const words = wordsOf(values)
  words[index * 2 + HIGH] = 0x7ff00000
  words[index * 2 + LOW] = 2
}

/** Positions of the samples that are values; undefined when all are. */
export function withoutStale(
  times: Float64Array,
  values: Float64Array,
): { times: Float64Array; values: Float64Array } {
  // Nearly all series have no NaN at all; their bits need not be looked at.
  if (!hasNaN(values)) return { times, values }
  const words = wordsOf(values)
  const keep: number[] = []
  for (let i = 0; i < values.length; i++) if (!isStale(words, i)) keep.push(i)
  if (keep.length === values.length) return { times, values }
  return {
    times: Float64Array.from(keep, (i) => times[i]!),
    values: Float64Array.from(keep, (i) => values[i]!),
  }
}

function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true
  return false
}

/** A quick test for many positions of one array: hand `staleWords(values)` in. */
export function isStale(words: Uint32Array, index: number): boolean {
  if (words[index * 2 + LOW] !== 2) return false
  const high = words[index * 2 + HIGH]!
  // Hardware may set the quiet bit when a marker travels through a register.
  return high === 0x7ff00000 || high === 0x7ff80000
}

/** The bits of an array of values, for `isStale`. */
export function wordsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
}
