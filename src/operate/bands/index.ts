/** The door of bands: what is expected of a signal, drawn through time and told in words. */
export type { Departure } from './departures.ts'
export { type BandMemory, createBandMemory } from './memory.ts'
export { type Band, type BandPoint, baselineAlarmOf, readBand } from './read.ts'
