/** The workload in one sentence: what is hurt, for whom, since when. */
import { formatDuration } from '#base'
import { shortfallWords } from './loss.ts'
import type { OutcomeHealth } from './outcomes.ts'
import { type Health, worstHealth } from './status.ts'

export interface WorkloadHealth {
  readonly status: Health
  readonly sentence: string
  /** outcome:name of what is missed, the heaviest first. */
  readonly hurt: readonly string[]
  /** Who is hurt, in the words of the outcomes. */
  readonly customers: readonly string[]
  /** Since when anything is missed; ISO 8601, null when nothing is. */
  readonly since: string | null
}

/** Pure. */
export function workloadHealth(outcomes: readonly OutcomeHealth[], nowMs: number): WorkloadHealth {
  const byWeight = [...outcomes].sort((a, b) => b.weight - a.weight)
  const missed = byWeight.filter(({ met }) => met === false)
  const unknown = byWeight.filter(({ met }) => met === null)
  const customers = [...new Set(missed.flatMap((one) => one.customers ?? []))]
  const since =
    missed
      .flatMap(({ missedSince }) => missedSince ?? [])
      .sort()
      .at(0) ?? null
  return {
    status: worstHealth(outcomes.map(({ status }) => status)),
    sentence: sentenceOf({ all: outcomes.length, missed, unknown, customers, since, nowMs }),
    hurt: missed.map(({ outcome }) => outcome),
    customers,
    since,
  }
}

function sentenceOf(told: {
  readonly all: number
  readonly missed: readonly OutcomeHealth[]
  readonly unknown: readonly OutcomeHealth[]
  readonly customers: readonly string[]
  readonly since: string | null
  readonly nowMs: number
}): string {
  const { all, missed, unknown, customers, since, nowMs } = told
  if (all === 0) return 'No outcome is declared, so nobody can say whether anybody is served.'
  if (missed.length > 0) {
    // Below a second there is no figure to tell.
    const lastingMs = since === null ? 0 : nowMs - Date.parse(since)
    const lasting = lastingMs < 1_000 ? '' : ` for ${formatDuration(lastingMs)}`
    const hurt = customers.length > 0 ? ` It hurts ${listOf(customers)}.` : ''
    const [heaviest] = missed
    const { loss, target } = heaviest!
    const short = missed.length === 1 && loss ? `, ${shortfallWords(loss, target.op)}` : ''
    return `${titles(missed)} ${missed.length === 1 ? 'is' : 'are'} missed${lasting}${short}.${hurt}`
  }
  if (unknown.length > 0) return `Whether ${titles(unknown)} is reached is unknown.`
  return all === 1 ? 'The one outcome is met.' : `All ${all} outcomes are met.`
}

const titles = (outcomes: readonly OutcomeHealth[]) =>
  listOf(outcomes.map(({ title }) => `“${title}”`))

function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
