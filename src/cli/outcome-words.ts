/** How the terminal says what an outcome is worth: values, budgets and losses. */

import type { z } from 'zod'
import type { Contract } from '#api/client'

type Outcome = z.output<Contract['outcomes.list']['data']>[number]
export type OutcomeBudget = NonNullable<Outcome['objective']>

export function reading(value: number | null, unit: string): string {
  if (value === null) return 'unknown'
  const rounded = Number(value.toPrecision(4))
  return unit === '%' ? `${rounded} %` : `${rounded} ${unit}`.trimEnd()
}

/** `87.3 %`, `gone (-12 %)`, `unknown`, or nothing when there is no objective. */
export function budgetLeft(objective: OutcomeBudget | null): string {
  if (!objective) return ''
  const { left } = objective
  if (left === null) return 'unknown'
  return left <= 0 ? `gone (${percent(left)})` : percent(left)
}

export function percent(share: number): string {
  return `${Math.floor(share * 1_000) / 10} %`
}

/** `16 EUR lost each minute, 212 EUR so far`. */
export function lossWords(loss: NonNullable<Outcome['loss']>): string {
  const { perMinute, soFar, lostUnit, shortfall, unit } = loss
  if (perMinute === null) return `${reading(shortfall, unit)} off its target`
  const so = soFar === null ? '' : `, ${reading(soFar, lostUnit)} so far`
  return `${reading(perMinute, lostUnit)} lost each minute${so}`
}
