/** What the model says of a signal that its baseline should know: which direction is good, and what values can be. Pure. */
import type { Model } from '#model'
import type { BaselineOptions, Good } from './baseline.ts'

type Side = 'above' | 'below' | 'both'

/**
 * What the signal says itself; else the target of an outcome that it measures, the side of its range that is open,
 * and the side that an alarm calls bad say which direction is good.
 *
 * @param ref signal:name
 */
export function baselineOptionsOf(model: Model, ref: string, side: Side = 'both'): BaselineOptions {
  const signal = model.find(ref, 'signal')?.spec
  const outcome = model.all('outcome').find(({ spec }) => spec.signal === ref)?.spec
  const good =
    signal?.good ??
    (outcome ? (outcome.target.op === '>=' ? 'high' : 'low') : undefined) ??
    ofRange(signal?.expected) ??
    ({ above: 'low', below: 'high', both: undefined } as const)[side]
  return { ...(good ? { good } : {}), ...(signal?.range ? { range: signal.range } : {}) }
}

function ofRange(expected: { min?: number | undefined; max?: number | undefined } | undefined) {
  if (!expected || (expected.min === undefined) === (expected.max === undefined)) return undefined
  return (expected.min === undefined ? 'low' : 'high') satisfies Good
}
