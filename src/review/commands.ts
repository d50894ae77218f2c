/** What people say to the review. A reason changes an answer and never a measure; an attestation expires. */
import { newId } from '#base'
import {
  type Ledger,
  reviewAttested,
  reviewMilestoneRecorded,
  reviewReasonGiven,
  reviewReasonWithdrawn,
} from '#ledger'
import type { Reason } from './assess.ts'
import { PracticeNotFound, ReasonHasNoEnd } from './errors.ts'
import { practices } from './measures/index.ts'
import { reviewWorkload } from './review.ts'

const LONGEST_MS = 366 * 86_400_000

/** Which practice, and who speaks. */
export interface OnPractice {
  readonly workload: string
  /** Such as 2.8. */
  readonly practice: string
  /** person:ann */
  readonly by: string
}

/** Throws PracticeNotFound, ReasonHasNoEnd. */
export async function giveReason(
  ledger: Ledger,
  on: OnPractice & {
    readonly answer: Reason['answer']
    readonly driver: 'cost' | 'security' | 'governance' | 'other'
    readonly text: string
    /** ISO 8601 */
    readonly expiresAt: string
  },
): Promise<void> {
  const { workload, practice, by, answer, driver, text, expiresAt } = on
  known(practice)
  await ledger.transact({ actor: by }, async (tx) => {
    bounded(expiresAt, tx.nowMs)
    await tx.append(
      reviewReasonGiven(`practice:${practice}`, {
        workload,
        practice,
        answer,
        driver,
        text,
        expiresAt,
        by,
      }),
    )
  })
}

/** Throws PracticeNotFound. */
export async function withdrawReason(ledger: Ledger, on: OnPractice): Promise<void> {
  const { workload, practice, by } = on
  known(practice)
  await ledger.transact({ actor: by }, (tx) =>
    tx.append(reviewReasonWithdrawn(`practice:${practice}`, { workload, practice, by })),
  )
}

/** A person’s word for evidence that only a person can give. Throws PracticeNotFound, ReasonHasNoEnd. */
export async function attest(
  ledger: Ledger,
  on: OnPractice & {
    /** Name of the evidence. */
    readonly evidence: string
    readonly text: string
    /** ISO 8601 */
    readonly expiresAt: string
  },
): Promise<void> {
  const { workload, practice, by, evidence, text, expiresAt } = on
  known(practice)
  await ledger.transact({ actor: by }, async (tx) => {
    bounded(expiresAt, tx.nowMs)
    await tx.append(
      reviewAttested(`practice:${practice}`, {
        workload,
        practice,
        evidence,
        text,
        expiresAt,
        by,
      }),
    )
  })
}

/** Keeps the answers of now, to be compared with later ones. Returns the milestone’s id. Throws NothingToReview. */
export async function recordMilestone(
  ledger: Ledger,
  options: Parameters<typeof reviewWorkload>[1] & { readonly name: string; readonly by: string },
): Promise<string> {
  const { workload, name, by } = options
  const { position, questions } = await reviewWorkload(ledger, options)
  const id = newId('mil', await ledger.nowMs())
  await ledger.transact({ actor: by }, (tx) =>
    tx.append(
      reviewMilestoneRecorded(id, {
        workload,
        name,
        position,
        answers: questions
          .flatMap((question) => question.practices)
          .map(({ practice, answer, risk, level }) => ({
            practice,
            answer,
            risk,
            level: level ?? 'none',
          })),
        by,
      }),
    ),
  )
  return id
}

function known(practice: string): void {
  if (!practices.some(({ id }) => id === practice)) throw new PracticeNotFound({ practice })
}

function bounded(expiresAt: string, nowMs: number): void {
  const lastingMs = Date.parse(expiresAt) - nowMs
  if (!(lastingMs > 0 && lastingMs <= LONGEST_MS)) throw new ReasonHasNoEnd({})
}
