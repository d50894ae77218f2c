/** The checks that points, records and spans have in common, with the words of each refusal. */

import type { Batch, Labels } from '../model.ts'
import { type DecodeContext, defaultLimits, type IngestLimits, Rejections } from './format.ts'

/** One request's checks and what they refused. */
export class Checks {
  readonly limits: IngestLimits
  readonly nowMs: number
  readonly rejections = new Rejections()

  constructor(signal: Batch['signal'], context: DecodeContext) {
    this.limits = { ...defaultLimits(signal), ...context.limits }
    this.nowMs = context.nowMs
  }

  reject(code: string, message: string, count = 1): false {
    this.rejections.add(code, message, count)
    return false
  }

  /** Whether a time may be kept; refuses `count` items when not. */
  time(timeMs: number, count = 1): boolean {
    if (timeMs <= 0) return this.reject('no-time', 'It has no time.', count)
    if (timeMs > this.nowMs + this.limits.maxFutureMs)
      return this.reject('future-time', 'Its time lies more than ten minutes ahead.', count)
    if (timeMs < this.nowMs - this.limits.maxAgeMs)
      return this.reject('too-old', 'Its time lies before what is kept.', count)
    return true
  }

  /** Whether labels may be kept; refuses `count` items when not. */
  labels(
    labels: {
      readonly pairs: { readonly length: number }
      readonly longestName: number
      readonly longestValue: number
    },
    count = 1,
  ): boolean {
    const { maxLabels, maxNameLength, maxValueLength } = this.limits
    if (labels.pairs.length > maxLabels)
      return this.reject('too-many-labels', `It has more than ${maxLabels} labels.`, count)
    if (labels.longestName > maxNameLength || labels.longestValue > maxValueLength)
      return this.reject('label-too-long', 'The name or value of a label is too long.', count)
    return true
  }

  attributes(attributes: Labels, count = 1): boolean {
    const pairs = Object.entries(attributes)
    let longestName = 0
    let longestValue = 0
    for (const [name, value] of pairs) {
      longestName = Math.max(longestName, name.length)
      longestValue = Math.max(longestValue, value.length)
    }
    return this.labels({ pairs, longestName, longestValue }, count)
  }
}

/** Nanoseconds to whole milliseconds. */
export const msOf = (ns: bigint | undefined): number => Number((ns ?? 0n) / 1_000_000n)
