/** From evidence to level, risk and answer: pure. What cannot be judged satisfies nothing. */
import type { Evidence, Level, Practice, Source } from './practice.ts'

export type Risk = 'HIGH' | 'MEDIUM' | 'NONE'
export type Answer = 'met' | 'partly' | 'not-met' | 'needs-a-person' | 'accepted' | 'not-applicable'

/** What a person has said about a practice: it changes the answer, never the measure. */
export interface Reason {
  readonly answer: 'accepted' | 'not-applicable'
  readonly driver: string
  readonly text: string
  readonly by: string
  readonly at: string
  readonly expiresAt: string
}

export interface Gap extends Source {
  /** Name of the evidence that misses it. */
  readonly evidence: string
}

export interface Assessment {
  readonly practice: string
  readonly question: number
  readonly title: string
  readonly quote: string
  readonly level: Level | null
  readonly risk: Risk
  readonly answer: Answer
  readonly evidence: readonly Evidence[]
  /** The failing objects. */
  readonly gaps: readonly Gap[]
  readonly unmeasured: readonly string[]
  /** In force now. */
  readonly reason: Reason | null
}

export function assess(
  practice: Practice,
  evidence: readonly Evidence[],
  reason: Reason | undefined,
  nowMs: number,
): Assessment {
  const isDeclared = satisfied(evidence, 'D')
  const isExercised = isDeclared && satisfied(evidence, 'X')
  const isEffective = isExercised && satisfied(evidence, 'E')
  const risk: Risk = isExercised ? 'NONE' : isDeclared ? 'MEDIUM' : 'HIGH'
  const inForce = reason && Date.parse(reason.expiresAt) > nowMs ? reason : null
  const { id, question, title, quote, unmeasured } = practice
  return {
    practice: id,
    question,
    title,
    quote,
    level: isEffective ? 'E' : isExercised ? 'X' : isDeclared ? 'D' : null,
    risk,
    answer: inForce?.answer ?? answerOf(risk, evidence),
    evidence,
    gaps: evidence.flatMap(({ name, ok, sources }) =>
      ok === true
        ? []
        : sources
            .filter((source) => source.ok !== true)
            .map((source) => ({ ...source, evidence: name })),
    ),
    unmeasured,
    reason: inForce,
  }
}

function satisfied(evidence: readonly Evidence[], level: Level): boolean {
  const at = evidence.filter((one) => one.level === level)
  return at.length > 0 && at.every(({ ok }) => ok === true)
}

/** When all that is missing for the next level is a person’s word, say so. */
function answerOf(risk: Risk, evidence: readonly Evidence[]): Answer {
  if (risk === 'NONE') return 'met'
  const next = risk === 'HIGH' ? 'D' : 'X'
  const missing = evidence.filter(({ level, ok }) => level === next && ok !== true)
  if (missing.length > 0 && missing.every(({ needsPerson }) => needsPerson)) return 'needs-a-person'
  return risk === 'MEDIUM' ? 'partly' : 'not-met'
}
