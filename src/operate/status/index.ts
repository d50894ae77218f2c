/** The door of status: what each audience is told about the workload. */
export type { ComponentStatus } from './decide.ts'
export { statusPages } from './projection.ts'
export { publishStatus } from './reaction.ts'
export {
  type FoundPage,
  findStatusPage,
  listStatusUpdates,
  readStatusPage,
  type StatusUpdate,
} from './read.ts'
export { STATUS_CSS } from './render-html-style.ts'
export { defineRenderer, type StatusRenderer } from './renderer.ts'
export { statusRenderers } from './renderers.ts'
export { type ComponentView, type Episode, headline, type StatusPageView } from './view.ts'
