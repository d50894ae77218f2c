/** 5.4: what happened is learned from, and others hear of it. */
import { type Lesson, listLessons, listRetrospectives } from '#evolve'
import { listDrills } from '#prepare'
import { coverage } from '../coverage.ts'
import { definePractice, type ReviewContext, type Source, WINDOW_MS } from '../practice.ts'

const DUE_MS = 14 * 86_400_000
const MOST = 1_000

export const lessonsLearned = definePractice({
  id: '5.4',
  question: 5,
  title: 'Lessons learned',
  quote: 'capture and document lessons learned from the execution of operations activities',
  unmeasured: [
    'Failed deployments and failed procedures have a lesson',
    'Lessons are linked to a change in another team',
  ],
  async collect(context) {
    const { sql, model } = context
    const lessons = await listLessons(sql, { workload: model.workload, limit: MOST })
    return [
      coverage({
        name: 'lessons-have-a-place',
        level: 'D',
        what: 'There is a team that learns: it owns the workload, and its members exist',
        atLeast: 1,
        sources: [learner(context)],
        whenEmpty: 'no workload is declared',
      }),
      coverage({
        name: 'activities-learned-from',
        level: 'X',
        what: 'Incidents and drills have a lesson, or a reviewer’s word that there was none, in 14 days',
        atLeast: 0.95,
        sources: [...(await incidents(context)), ...(await drills(context, lessons))],
        whenEmpty: 'nothing has happened in 90 days that was due',
      }),
      coverage({
        name: 'lessons-shared',
        level: 'X',
        what: 'Lessons were taken in by somebody else than their author',
        atLeast: 0.5,
        sources: lessons.map(({ id, number, statement, by, at, acknowledgedBy }) => {
          const others = acknowledgedBy.filter((one) => one.by !== by)
          return {
            ref: id,
            title: `LES-${number}: ${statement}`,
            ok: others.length > 0,
            reason: others.map((one) => one.by).join(', ') || 'by nobody else',
            at,
          }
        }),
        whenEmpty: 'no lesson is recorded',
      }),
    ]
  },
})

function learner({ model }: ReviewContext): Source {
  const spec = model.get('workload', model.workload)?.spec
  const people = spec ? model.peopleOf(spec.owner) : []
  return {
    ref: spec?.owner ?? `workload:${model.workload}`,
    title: spec?.title ?? model.workload,
    ok: people.length > 0,
    reason: people.length > 0 ? `${people.length} people` : 'nobody owns it',
    at: null,
  }
}

/** What is not due yet is left out until it has a lesson. */
async function incidents({ sql, model, nowMs }: ReviewContext): Promise<Source[]> {
  const all = await listRetrospectives(sql, { workload: model.workload, limit: MOST })
  return all.flatMap(
    ({ id, number, title, drill, lessons, noLesson, closedBy, resolvedAt, priority }) => {
      const ageMs = nowMs - Date.parse(resolvedAt)
      const learned = lessons > 0 || (noLesson !== null && closedBy !== null)
      const counts = drill === null && ageMs <= WINDOW_MS && priority <= 'P3'
      if (!counts || (!learned && ageMs <= DUE_MS)) return []
      return [
        {
          ref: id,
          title: `RETRO-${number}: ${title}`,
          ok: learned,
          reason: lessons > 0 ? `${lessons} lessons` : learned ? `none: ${noLesson}` : 'no lesson',
          at: resolvedAt,
        },
      ]
    },
  )
}

async function drills(
  { sql, model, nowMs }: ReviewContext,
  lessons: readonly Lesson[],
): Promise<Source[]> {
  const { workload } = model
  const all = await listDrills(sql, { workload, limit: MOST })
  const closed = await listRetrospectives(sql, { workload, state: 'closed', limit: MOST })
  return all.flatMap(({ id, number, title, faultAt, finishedAt }) => {
    if (faultAt === null || finishedAt === null) return []
    const ageMs = nowMs - Date.parse(finishedAt)
    const own = lessons.filter(({ source }) => source.id === id).length
    const nothing = closed.find(({ drill }) => drill === id)?.noLesson ?? null
    const learned = own > 0 || nothing !== null
    if (ageMs > WINDOW_MS || (!learned && ageMs <= DUE_MS)) return []
    return [
      {
        ref: id,
        title: `DRILL-${number}: ${title}`,
        ok: learned,
        reason: own > 0 ? `${own} lessons` : learned ? `none: ${nothing}` : 'no lesson',
        at: finishedAt,
      },
    ]
  })
}
