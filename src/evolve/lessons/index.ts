/** The door of lessons: what was learned, where it applies, and who has taken it in. */
export { acknowledgeLesson, recordLesson } from './commands.ts'
export { LessonNotFound, LessonWithoutSource } from './errors.ts'
export type { Lesson } from './lesson.ts'
export { lessons } from './projection.ts'
export { listLessons, readLesson } from './read.ts'
