/** 3.1: it is written down what success looks like, for the business and for customers. */
import { reviewAttested } from '#ledger'
import { coverage, declared } from '../coverage.ts'
import { definePractice, type Evidence, type ReviewContext, type Source } from '../practice.ts'
import { lastChanges } from './last-change.ts'

const DAY_MS = 86_400_000
const AGREED_WITHIN_MS = 180 * DAY_MS
const SEEN_WITHIN_MS = 30 * DAY_MS

export const expectedOutcomes = definePractice({
  id: '3.1',
  question: 3,
  title: 'Expected business and customer outcomes',
  quote: 'a documented definition of what success looks like',
  unmeasured: ['Targets of the last three periods were attained, or an improvement is linked'],
  async collect(context) {
    const { model, nowMs } = context
    const outcomes = model.all('outcome')
    const changes = await lastChanges(context)
    return [
      coverage({
        name: 'outcomes-declared',
        level: 'D',
        what: 'An outcome for the business and one for customers, with target, measure and owner',
        atLeast: 1,
        sources: [
          ...(['business', 'customer'] as const).map((kind) =>
            declared(
              `workload:${model.workload}`,
              `Outcome for ${kind === 'business' ? 'the business' : 'customers'}`,
              !outcomes.some(({ spec }) => spec.kind === kind) && 'none is declared',
            ),
          ),
          ...outcomes.map(({ name, spec }) =>
            declared(
              `outcome:${name}`,
              spec.title,
              model.peopleOf(spec.owner).length === 0
                ? `nobody stands behind ${spec.owner}`
                : !model.find(spec.signal, 'signal') && `${spec.signal} is missing`,
            ),
          ),
        ],
        whenEmpty: 'no outcome is declared',
      }),
      coverage({
        name: 'outcomes-agreed',
        level: 'X',
        what: 'Outcomes were set or changed on record within 180 days',
        atLeast: 1,
        sources: outcomes.map(({ name, spec }): Source => {
          const last = changes.get(`outcome:${name}`)
          const ok = last !== undefined && nowMs - Date.parse(last.at) <= AGREED_WITHIN_MS
          const said = spec.reviewedAt ? `, says ${spec.reviewedAt}` : ''
          return {
            ref: `outcome:${name}`,
            title: spec.title,
            ok,
            reason: last ? `applied by ${last.by}${said}` : `no record${said}`,
            at: last?.at ?? null,
          }
        }),
        whenEmpty: 'no outcome is declared',
      }),
      await seenByBusiness(context),
      coverage({
        name: 'outcomes-measured',
        level: 'E',
        what: 'Every outcome has a value now',
        atLeast: 1,
        sources: await measured(context),
        whenEmpty: 'no outcome is declared',
      }),
    ]
  },
})

/** Whether the business looks at it is not in telemetry: a person of the business says so, and it expires. */
async function seenByBusiness(context: ReviewContext): Promise<Evidence> {
  const { model, nowMs } = context
  const business = new Set(
    model
      .all('team')
      .filter(({ spec }) => spec.function === 'business')
      .flatMap(({ spec }) => spec.members),
  )
  const name = 'seen-by-business'
  const said = (await context.facts(reviewAttested, nowMs - SEEN_WITHIN_MS)).filter(
    ({ data }) => data.practice === '3.1' && data.evidence === name,
  )
  const sources = said.map(({ id, time, actor, data }): Source => {
    const entitled = business.has(actor)
    const inForce = Date.parse(data.expiresAt) > nowMs
    return {
      ref: id,
      title: data.text,
      ok: entitled && inForce,
      reason: entitled
        ? inForce
          ? `said by ${actor}`
          : 'expired'
        : `${actor} is not of the business`,
      at: time,
    }
  })
  return {
    ...coverage({
      name,
      level: 'X',
      what: 'Somebody of the business has looked at it within 30 days',
      atLeast: 0,
      sources,
      whenEmpty: 'nobody of the business has said so',
    }),
    rule: 'at least one',
    ok: sources.some(({ ok }) => ok) ? true : null,
    needsPerson: true,
  }
}

async function measured({ model, querySignal, nowMs }: ReviewContext): Promise<Source[]> {
  const sources: Source[] = []
  for (const { name, spec } of model.all('outcome')) {
    const signal = model.find(spec.signal, 'signal')?.spec
    const value = querySignal && signal ? await querySignal(signal.query) : undefined
    sources.push({
      ref: `outcome:${name}`,
      title: spec.title,
      ok: value === undefined ? null : value !== null,
      reason:
        value === undefined
          ? 'nobody could ask'
          : value === null
            ? 'no value now'
            : `${Math.round(value * 100) / 100} ${signal!.unit}, target ${spec.target.op} ${spec.target.value}`,
      at: new Date(nowMs).toISOString(),
    })
  }
  return sources
}
