/** What people do with improvements: propose one, move it on, and say whether it helped. */
import { newId } from '#base'
import { improvementProposed, type Ledger, type NewFact } from '#ledger'
import { readLesson } from '../lessons/index.ts'
import { readRetrospective } from '../retrospectives/index.ts'
import { evaluate, type MoveTo, move, type Verdict } from './decide.ts'
import { ImprovementNotFound, SourceNotFound } from './errors.ts'
import type { Improvement } from './improvement.ts'
import { nextImprovementNumber, readImprovement } from './read.ts'

/** Which improvement, and who acts. */
export interface OnImprovement {
  readonly workload: string
  /** Its id, `IMP-7` or `7`. */
  readonly improvement: string
  /** person:ann */
  readonly by: string
  readonly reason: string
}

/** Throws SourceNotFound when it names a retrospective or a lesson that does not exist. */
export function proposeImprovement(
  ledger: Ledger,
  options: Pick<
    Improvement,
    'workload' | 'title' | 'driver' | 'problem' | 'hypothesis' | 'owner'
  > & {
    readonly by: string
    readonly target?: Improvement['target'] | undefined
    /** ISO 8601 */
    readonly evaluateAt?: string | null | undefined
    readonly effortHours?: number | null | undefined
    /** Id, `RETRO-7` or `7`. */
    readonly retrospective?: string | undefined
    /** Id, `LES-7` or `7`. */
    readonly lesson?: string | undefined
  },
): Promise<Improvement> {
  const { workload, title, driver, problem, hypothesis, owner, by } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const idOf = async (
      named: string | undefined,
      read: typeof readLesson | typeof readRetrospective,
    ) => {
      if (named === undefined) return null
      const found = await read(tx.sql, workload, named)
      if (!found) throw new SourceNotFound({ source: named })
      return found.id
    }
    const id = newId('imp', tx.nowMs)
    await tx.append(
      improvementProposed(id, {
        workload,
        number: await nextImprovementNumber(tx.sql, workload),
        title,
        driver,
        problem,
        hypothesis,
        target: options.target ?? null,
        evaluateAt: options.evaluateAt ?? null,
        effortHours: options.effortHours ?? null,
        owner,
        retrospective: await idOf(options.retrospective, readRetrospective),
        lesson: await idOf(options.lesson, readLesson),
        by,
      }),
    )
    return (await readImprovement(tx.sql, workload, id))!
  })
}

/** Throws ImprovementNotFound, CannotMove. */
export function moveImprovement(
  ledger: Ledger,
  on: OnImprovement & { readonly to: MoveTo },
): Promise<Improvement> {
  return act(ledger, on, (improvement) => move(improvement, on.to, on))
}

/** A person’s verdict, with the numbers it stands on. Throws ImprovementNotFound, CannotMove, VerdictNeedsNumbers. */
export function evaluateImprovement(
  ledger: Ledger,
  on: OnImprovement & {
    readonly verdict: Verdict
    readonly before?: Improvement['before'] | undefined
    readonly after?: Improvement['after'] | undefined
  },
): Promise<Improvement> {
  return act(ledger, on, (improvement) => evaluate(improvement, on))
}

function act(
  ledger: Ledger,
  on: OnImprovement,
  decide: (improvement: Improvement) => NewFact[],
): Promise<Improvement> {
  return ledger.transact({ actor: on.by }, async (tx) => {
    const improvement = await readImprovement(tx.sql, on.workload, on.improvement)
    if (!improvement) throw new ImprovementNotFound({ improvement: on.improvement })
    await tx.append(...decide(improvement))
    return (await readImprovement(tx.sql, on.workload, improvement.id))!
  })
}
