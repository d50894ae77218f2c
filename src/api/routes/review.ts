/** The review and the anti-patterns, answered from evidence. */
import { detectAntipatterns } from '#evolve'
import { loadModel } from '#model'
import { giveReason, listMilestones, recordMilestone, reviewWorkload } from '#review'
import { evaluateInstant } from '#telemetry'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

const SHOWN = 50

export function reviewHandlers({
  ledger,
  telemetry,
}: Services): Handlers<'review.show' | 'review.reason' | 'review.milestone'> {
  const { sql } = ledger.database

  async function querySignal(query: string): Promise<number | null> {
    const value = await evaluateInstant(query, Date.now(), telemetry.source)
    if (value.type === 'scalar') return value.value
    return value.type === 'vector' ? (value.samples[0]?.value ?? null) : null
  }

  return {
    'review.show': async ({ query: { workload } }) => {
      const model = await loadModel(sql, workload)
      if (!model) throw new NoSuchWorkload({ workload })
      const [found, antipatterns, milestones] = await Promise.all([
        reviewWorkload(ledger, { workload, querySignal }),
        detectAntipatterns({ sql, model, nowMs: await ledger.nowMs(), querySignal }),
        listMilestones(sql, workload),
      ])
      return {
        data: {
          ...found,
          counts: { ...found.counts },
          questions: found.questions.map(({ practices, ...question }) => ({
            ...question,
            practices: practices.map(
              ({ question: _, evidence, gaps, unmeasured, ...practice }) => ({
                ...practice,
                gaps: gaps.slice(0, SHOWN),
                unmeasured: [...unmeasured],
                evidence: evidence.map((one) => ({ ...one, sources: one.sources.slice(0, SHOWN) })),
              }),
            ),
          })),
          antipatterns: antipatterns.map(({ detector, title, summary, state, asOf, readings }) => ({
            detector,
            title,
            summary,
            state,
            asOf,
            readings: readings.map((reading) => ({
              ...reading,
              rows: reading.rows.slice(0, SHOWN),
            })),
          })),
          milestones: milestones.map(({ id, name, by, at, answers }) => ({
            id,
            name,
            by,
            at,
            answers: [...answers],
          })),
        },
      }
    },
    'review.reason': async ({ params, body }, { actor }) => {
      await giveReason(ledger, { ...params, ...body, by: actor })
      return { data: { done: true } }
    },
    'review.milestone': async ({ body }, { actor }) => {
      await recordMilestone(ledger, { ...body, by: actor })
      return { data: { done: true } }
    },
  }
}
