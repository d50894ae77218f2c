/** A series that standing queries read: who they are, and its window when they look further back than the last sample. */
import type { Series } from '../catalog.ts'
import type { Seen } from './rests.ts'
import type { SeriesWindow } from './series-window.ts'
import type { StandingQuery } from './standing-query.ts'

export interface WatchedSeries {
  readonly series: Series
  readonly readers: StandingQuery[]
  window: SeriesWindow | undefined
  /** Its place among those at rest; undefined while somebody wants to hear every sample. */
  resting: number | undefined
  /** What had come when its last rest ended. */
  restedUntil: Seen | undefined
}
