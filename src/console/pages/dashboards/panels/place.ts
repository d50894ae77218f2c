/** Where a panel stands: the time axis, marks and acts that all panels of the page share. */
import type { ChartMarks } from '../../../ui/index.ts'
import type { Axis } from './chart-columns.ts'

export interface PanelPlace {
  readonly data: Axis
  readonly marks: ChartMarks['marks']
  readonly spans: readonly { readonly fromMs: number; readonly toMs: number | null }[]
  readonly onSelect: (fromMs: number, toMs: number) => void
}
