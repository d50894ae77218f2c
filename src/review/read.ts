/** Reading back what people have said to the review. */
import type { Sql } from '#base'
import type { Reason } from './assess.ts'

/** By practice, expired ones too: whether one is in force depends on the time. */
export async function readReasons(sql: Sql, workload: string): Promise<Map<string, Reason>> {
  const rows = await sql<{
    practice: string
    answer: Reason['answer']
    driver: string
    text: string
    given_by: string
    given_at: Date
    expires_at: Date
  }>`select * from review_reason where workload = ${workload}`
  return new Map(
    rows.map(({ practice, answer, driver, text, given_by, given_at, expires_at }) => [
      practice,
      {
        answer,
        driver,
        text,
        by: given_by,
        at: given_at.toISOString(),
        expiresAt: expires_at.toISOString(),
      },
    ]),
  )
}

export interface Milestone {
  readonly id: string
  readonly name: string
  /** Of the ledger when it was computed. */
  readonly position: number
  readonly answers: readonly { practice: string; answer: string; risk: string; level: string }[]
  readonly by: string
  readonly at: string
}

/** Newest first. */
export async function listMilestones(sql: Sql, workload: string, limit = 20): Promise<Milestone[]> {
  const rows = await sql<{
    id: string
    name: string
    position: number
    answers: Milestone['answers']
    recorded_by: string
    recorded_at: Date
  }>`select * from review_milestone where workload = ${workload} order by recorded_at desc, id desc limit ${limit}`
  return rows.map(({ id, name, position, answers, recorded_by, recorded_at }) => ({
    id,
    name,
    position,
    answers,
    by: recorded_by,
    at: recorded_at.toISOString(),
  }))
}
