/** What one node promises to take in, and what its clients tell in the end. */
import type { Sent } from '../load/send.ts'

export interface SoakOrder {
  readonly url: string
  readonly seconds: number
}
export type SoakTold = Record<Signal, Sent & { readonly ackMs: number[] }>
export type Signal = 'samples' | 'lines' | 'spans'

/** Items per second. */
export const RATES: Readonly<Record<Signal, number>> = {
  samples: 50_000,
  lines: 5_000,
  spans: 2_000,
}
