/** The door of activity: who did what. */
export {
  type ActivityPage,
  type ActivityQuery,
  type FoundActivity,
  MOST_ACTIVITIES,
  searchActivity,
} from './search-activity.ts'
