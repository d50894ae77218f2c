/** Retrospectives, lessons, improvements. */
import {
  closeRetrospective,
  type Improvement,
  type Lesson,
  listImprovements,
  listLessons,
  listRetrospectives,
  moveImprovement,
  proposeImprovement,
  type Retrospective,
  RetrospectiveNotFound,
  readRetrospective,
  recordLesson,
} from '#evolve'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names =
  | 'retrospectives.list'
  | 'retrospectives.show'
  | 'retrospectives.close'
  | 'lessons.list'
  | 'lessons.record'
  | 'improvements.list'
  | 'improvements.propose'
  | 'improvements.move'

export function evolveHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  return {
    'retrospectives.list': async ({ query }) => ({
      data: (await listRetrospectives(sql, query)).map(describeRetrospective),
    }),
    'retrospectives.show': async ({ params, query: { workload } }) => {
      const found = await readRetrospective(sql, workload, params.retrospective)
      if (!found) throw new RetrospectiveNotFound(params)
      const [lessons, improvements] = await Promise.all([
        listLessons(sql, { workload }),
        listImprovements(sql, { workload }),
      ])
      return {
        data: {
          ...describeRetrospective(found),
          timeline: [...found.timeline],
          recorded: {
            lessons: lessons
              .filter(({ retrospective }) => retrospective === found.id)
              .map(describeLesson),
            improvements: improvements
              .filter(({ retrospective }) => retrospective === found.id)
              .map(describeImprovement),
          },
        },
      }
    },
    'retrospectives.close': async ({ params, body }, { actor }) => ({
      data: describeRetrospective(
        await closeRetrospective(ledger, { ...params, ...body, by: actor }),
      ),
    }),
    'lessons.list': async ({ query }) => ({
      data: (await listLessons(sql, query)).map(describeLesson),
    }),
    'lessons.record': async ({ body }, { actor }) => ({
      data: describeLesson(await recordLesson(ledger, { ...body, by: actor })),
    }),
    'improvements.list': async ({ query }) => ({
      data: (await listImprovements(sql, query)).map(describeImprovement),
    }),
    'improvements.propose': async ({ body }, { actor }) => ({
      data: describeImprovement(
        await proposeImprovement(ledger, {
          ...body,
          driver: body.driver as Improvement['driver'],
          by: actor,
        }),
      ),
    }),
    'improvements.move': async ({ params, body }, { actor }) => ({
      data: describeImprovement(await moveImprovement(ledger, { ...params, ...body, by: actor })),
    }),
  }
}

function describeRetrospective(one: Retrospective) {
  const { id, number, incidentNumber, title, priority, outcomes, owner, drill, state } = one
  const {
    openedAt,
    dueAt,
    closedAt,
    ttdMs,
    ttaMs,
    ttrMs,
    lessons,
    improvements,
    summary,
    noLesson,
  } = one
  return {
    id,
    name: `RETRO-${number}`,
    incident: `INC-${incidentNumber}`,
    title,
    priority,
    outcomes: [...outcomes],
    owner,
    drill: drill !== null,
    state,
    openedAt,
    dueAt,
    closedAt,
    ttdMs,
    ttaMs,
    ttrMs,
    lessons,
    improvements,
    summary,
    noLesson,
  }
}

function describeLesson({
  id,
  number,
  statement,
  context,
  kind,
  surprised,
  retrospective,
  appliesTo,
  by,
  at,
}: Lesson) {
  return {
    id,
    name: `LES-${number}`,
    statement,
    context,
    kind,
    surprised,
    retrospective,
    appliesTo: [...appliesTo],
    by,
    at,
  }
}

function describeImprovement(one: Improvement) {
  const { id, number, title, driver, problem, hypothesis, owner, state, by, proposedAt, movedAt } =
    one
  const { retrospective, lesson, verdictReason, moves } = one
  return {
    id,
    name: `IMP-${number}`,
    title,
    driver,
    problem,
    hypothesis,
    owner,
    state,
    by,
    proposedAt,
    movedAt,
    retrospective,
    lesson,
    verdictReason,
    moves: [...moves],
  }
}
