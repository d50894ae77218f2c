/** The door of dashboards: their frames from the model, and all their panels in one reading. */
export { type Audience, framesOf, type PanelFrame, type SectionFrame } from './frame.ts'
export type { Moments } from './moments.ts'
export type { PanelData } from './panel-data.ts'
export { type DashboardReading, readDashboard } from './read.ts'
