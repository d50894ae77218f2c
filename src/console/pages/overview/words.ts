/** How the overview says what it knows. */
import type { Data } from '../../data/index.ts'

export type Overview = Data<'overview.show'>
export type Outcome = Overview['outcomes'][number]
export type Signal = Overview['signals'][number]
export type Component = Overview['components'][number]
