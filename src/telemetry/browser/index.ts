/** The door of browser measurements. */
export { type MeasuredSite, type Measurements, openMeasurements } from './measurements.ts'
export { PageReport } from './report.ts'
