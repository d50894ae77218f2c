/** PromQL that is above 1 while a budget burns faster than one of its windows allows: an alarm’s query and `> 1`. */

import type { Objective } from '#model'
import { type BurnWindow, burnWindows } from '#model'
import { increaseQuery } from '#telemetry'
import { looksIn } from './measure.ts'

/**
 * How many times as fast as its windows allow the budget burns: of each window the slower of the long and the short
 * one, and of all windows the worst. Answers nothing when nothing was measured in any.
 *
 * @example
 * burnRateQuery(objective) // with the alarm’s `when: '> 1'`
 */
export function burnRateQuery(
  objective: Objective,
  windows: readonly BurnWindow[] = burnWindows(objective.windowMs),
): string {
  const ratio = (ms: number, factor: number) =>
    `(${badShareQuery(objective, ms)}) / ${number((1 - objective.target) * factor)}`
  const each = windows.map(({ longMs, shortMs, factor }, at) => {
    const [long, short] = [ratio(longMs, factor), ratio(shortMs, factor)]
    // The smaller of both; `label_replace` tells the windows apart, so that `or` keeps all of them.
    const smaller = `(${long} <= ${short}) or (${short})`
    return `label_replace(${smaller}, "window", "${at}", "", "")`
  })
  return `max(${each.join(' or ')})`
}

/** PromQL of the share that was bad in the last `ms`. */
export function badShareQuery(objective: Objective, ms: number): string {
  if (objective.basis === 'events') {
    const [good, total] = [objective.good, objective.total].map((one) => increaseQuery(one, ms))
    // No success at all is no sample of `good`, and everything was bad.
    return `1 - ((${good}) or 0 * (${total})) / ((${total}) > 0)`
  }
  const { query, meets, sliceMs } = objective
  const worst = meets.op === '>=' ? 'min' : 'max'
  const isBad = meets.op === '>=' ? '<' : '>'
  const looks = looksIn(objective)
  const value = `${worst}(${query})`
  // A slice is as its mean was.
  const mean = looks > 1 ? `avg_over_time((${value})[${sliceMs}ms:${sliceMs / looks}ms])` : value
  return `avg_over_time((${mean} ${isBad} bool ${number(meets.value)})[${Math.round(ms)}ms:${sliceMs}ms])`
}

function number(value: number): string {
  return String(Number(value.toPrecision(12)))
}
