/** How much of what was asked for an answer covers. What was left out is said, with the reason. */
import { OpsplaneError } from '#base'
import type { StoreHealth } from '../store/telemetry-store.ts'

export interface Extent {
  /** Something may be missing. */
  readonly partial: boolean
  /** Why, one sentence each; empty when it is whole. */
  readonly why: readonly string[]
}

export function extentOf(...why: readonly (string | false | undefined)[]): Extent {
  const said = why.filter((reason) => typeof reason === 'string')
  return { partial: said.length > 0, why: said }
}

/** A number as people read it: `30,797`. */
export const told = (count: number) => count.toLocaleString('en')

/** The store gave up for want of time or memory, not because the question is wrong. */
export function ranOut(error: unknown): boolean {
  return (
    error instanceof OpsplaneError && [159, 160, 241, 307].includes(error.details.code as number)
  )
}

const USUAL_MS = 5_000

/** Rows that are safe and not yet found. */
export function lateRows({ state, spoolAgeMs }: StoreHealth): string | undefined {
  if (state === 'ok' && spoolAgeMs < USUAL_MS) return undefined
  return `what arrived in the last ${Math.ceil(spoolAgeMs / 1_000)} s waits to be stored`
}
