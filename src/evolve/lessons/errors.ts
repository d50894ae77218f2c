/** What can be wrong with a lesson, for people. */
import { defineError } from '#base'

export const LessonNotFound = defineError('lessons.not-found', 'not-found', {
  message: (d: { lesson: string }) => `There is no lesson ${d.lesson}.`,
})

export const LessonWithoutSource = defineError('lessons.without-source', 'not-found', {
  message: (d: { retrospective: string }) =>
    `The lesson names the retrospective ${d.retrospective}, and there is none.`,
})
