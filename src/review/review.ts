/** The review that answers itself: every practice that is measured, with its evidence, as of now. */
import type { Ledger } from '#ledger'
import { loadModel } from '#model'
import { type Answer, type Assessment, assess, type Risk } from './assess.ts'
import { NothingToReview } from './errors.ts'
import { factsOf } from './facts.ts'
import { practices } from './measures/index.ts'
import type { ReviewContext } from './practice.ts'
import { readReasons } from './read.ts'

export interface Question {
  readonly number: number
  readonly act: 'prepare' | 'operate' | 'evolve'
  readonly title: string
  /** The worst of its practices. */
  readonly risk: Risk
  readonly practices: readonly Assessment[]
}

export interface Review {
  readonly workload: string
  /** Of the ledger, when it was computed. */
  readonly position: number
  /** ISO 8601 */
  readonly computedAt: string
  readonly counts: Readonly<Record<Answer, number>>
  readonly questions: readonly Question[]
}

const QUESTIONS: readonly Pick<Question, 'number' | 'act' | 'title'>[] = [
  { number: 1, act: 'prepare', title: 'What factors drive your operational priorities?' },
  {
    number: 2,
    act: 'prepare',
    title: 'How do you know that you are ready to support a workload?',
  },
  {
    number: 3,
    act: 'operate',
    title: 'What factors drive your understanding of operational health?',
  },
  { number: 4, act: 'operate', title: 'How do you manage operational events?' },
  { number: 5, act: 'evolve', title: 'How do you evolve operations?' },
]

const RISKS: readonly Risk[] = ['HIGH', 'MEDIUM', 'NONE']

/** Computed anew each time, from the model in force and the ledger. Throws NothingToReview. */
export async function reviewWorkload(
  ledger: Ledger,
  options: {
    readonly workload: string
    /** The present value of a PromQL query; null when there is none. */
    readonly querySignal?: ReviewContext['querySignal']
  },
): Promise<Review> {
  const { workload, querySignal } = options
  const { sql } = ledger.database
  const model = await loadModel(sql, workload)
  if (!model) throw new NothingToReview({ workload })
  const nowMs = await ledger.nowMs()
  const position = await ledger.head()
  const context: ReviewContext = {
    sql,
    model,
    nowMs,
    querySignal,
    facts: (definition, sinceMs) => factsOf(sql, workload, definition, sinceMs),
  }
  const reasons = await readReasons(sql, workload)
  const assessed: Assessment[] = []
  for (const practice of practices) {
    const evidence = await practice.collect(context)
    assessed.push(assess(practice, evidence, reasons.get(practice.id), nowMs))
  }
  const questions = QUESTIONS.flatMap((question) => {
    const own = assessed.filter((one) => one.question === question.number)
    if (own.length === 0) return []
    const risk = RISKS.find((level) => own.some((one) => one.risk === level))!
    return [{ ...question, risk, practices: own }]
  })
  return {
    workload,
    position,
    computedAt: new Date(nowMs).toISOString(),
    counts: countsOf(assessed),
    questions,
  }
}

function countsOf(assessed: readonly Assessment[]): Record<Answer, number> {
  const counts = {
    met: 0,
    partly: 0,
    'not-met': 0,
    'needs-a-person': 0,
    accepted: 0,
    'not-applicable': 0,
  }
  for (const { answer } of assessed) counts[answer]++
  return counts
}
