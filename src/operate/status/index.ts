/** The door of status: what each audience is told about the workload. */
export type { ComponentStatus } from './decide.ts'
export { statusPages } from './projection.ts'
export { publishStatus } from './reaction.ts'
export { listStatusUpdates, readStatusPage, type StatusUpdate } from './read.ts'
export { defineRenderer, type StatusRenderer } from './renderer.ts'
export { statusRenderers } from './renderers.ts'
export { type ComponentView, type Episode, headline, type StatusPageView } from './view.ts'
