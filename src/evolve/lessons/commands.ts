/** What people do with lessons: write one down, and take in one of others. */
import { newId } from '#base'
import { type Ledger, lessonAcknowledged, lessonRecorded } from '#ledger'
import { readRetrospective } from '../retrospectives/index.ts'
import { LessonNotFound, LessonWithoutSource } from './errors.ts'
import type { Lesson } from './lesson.ts'
import { nextLessonNumber, readLesson } from './read.ts'

/** Throws LessonWithoutSource when it names a retrospective that does not exist. */
export function recordLesson(
  ledger: Ledger,
  options: {
    readonly workload: string
    /** person:ann */
    readonly by: string
    readonly statement: string
    readonly context?: string | undefined
    readonly kind: Lesson['kind']
    readonly surprised?: boolean | undefined
    /** Id, `RETRO-7` or `7` of the retrospective it comes from. */
    readonly retrospective?: string | undefined
    /** Where it comes from when that is not a retrospective. */
    readonly source?: Lesson['source'] | undefined
    readonly appliesTo?: readonly string[] | undefined
  },
): Promise<Lesson> {
  const { workload, by, statement, context = '', kind, surprised = false } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const named = options.retrospective
    const retrospective =
      named === undefined ? undefined : await readRetrospective(tx.sql, workload, named)
    if (named !== undefined && !retrospective)
      throw new LessonWithoutSource({ retrospective: named })
    const id = newId('les', tx.nowMs)
    await tx.append(
      lessonRecorded(id, {
        workload,
        number: await nextLessonNumber(tx.sql, workload),
        statement,
        context,
        kind,
        surprised,
        source: retrospective
          ? retrospective.drill
            ? { kind: 'drill', id: retrospective.drill }
            : { kind: 'incident', id: retrospective.incident }
          : (options.source ?? { kind: 'review', id: null }),
        retrospective: retrospective?.id ?? null,
        appliesTo: [...(options.appliesTo ?? [])],
        by,
      }),
    )
    return (await readLesson(tx.sql, workload, id))!
  })
}

/** Says that somebody has taken a lesson in, for their team. The second time changes nothing. Throws LessonNotFound. */
export function acknowledgeLesson(
  ledger: Ledger,
  options: {
    readonly workload: string
    /** Its id, `LES-7` or `7`. */
    readonly lesson: string
    readonly by: string
    /** team:name */
    readonly team?: string | null | undefined
  },
): Promise<Lesson> {
  const { workload, by, team = null } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const lesson = await readLesson(tx.sql, workload, options.lesson)
    if (!lesson) throw new LessonNotFound({ lesson: options.lesson })
    const { id, number } = lesson
    if (!lesson.acknowledgedBy.some((one) => one.by === by))
      await tx.append(lessonAcknowledged(id, { workload, number, by, team }))
    return (await readLesson(tx.sql, workload, id))!
  })
}
