/** What panels hold once they are read. One shape for each, told by the contract as it stands here. */
import type { Health } from '../health/index.ts'
import type { PanelFrame } from './frame.ts'

/** The same question elsewhere: in Explore, or on the page of the thing. */
export interface Ask {
  readonly tab: 'metrics' | 'logs'
  readonly question: string
}

export interface Line {
  readonly name: string
  /** One for each moment of the dashboard; null where nothing was measured. */
  readonly values: readonly (number | null)[]
}

export interface Range {
  readonly min: number | null
  readonly max: number | null
}

export interface MeasuredBand {
  readonly low: readonly (number | null)[]
  readonly high: readonly (number | null)[]
  /** Which direction is an improvement. */
  readonly good: 'high' | 'low' | 'steady'
  /** Less than a day of data is behind it. */
  readonly learning: boolean
  readonly direction: 'improvement' | 'degradation' | 'unusual' | 'expected' | null
  readonly sentence: string
}

export interface Measured {
  readonly unit: string
  /** The newest; null when nobody knows it. */
  readonly value: number | null
  readonly lines: readonly Line[]
  /** Lines there are besides those shown. */
  readonly more: number
  readonly expected: Range | null
  readonly target: { readonly op: '>=' | '<='; readonly value: number } | null
  /** What its baseline expected, when an alarm looks at it and there is one line; at the same moments. */
  readonly band: MeasuredBand | null
  /** The same so long before, on the same moments. */
  readonly before: {
    readonly ago: string
    readonly line: Line | null
    readonly value: number | null
  } | null
}

export interface StateItem {
  readonly name: string
  readonly status: Health
  readonly word: string
  readonly sentence: string | null
  /** ISO 8601 */
  readonly since: string | null
  /** Below /w/<workload>/ */
  readonly path: string | null
}

export interface AlarmItem {
  readonly name: string
  readonly title: string
  readonly status: Health
  readonly word: string
  readonly since: string | null
  readonly owner: string
  readonly procedure: string
}

export interface IncidentItem {
  /** INC-42; null where the audience is told no internal name. */
  readonly name: string | null
  readonly title: string
  readonly priority: string | null
  readonly status: Health
  readonly occurredAt: string
  readonly resolvedAt: string | null
  readonly lastedMs: number
  /** What it cost at most, in the currency of the list; null when nobody has said what an hour costs. */
  readonly cost: number | null
}

export interface LogItem {
  readonly timeMs: number
  readonly level: string
  readonly service: string
  readonly body: string
}

export interface TableRow {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export type PanelContent =
  | ({ readonly show: 'line' | 'value' } & Measured)
  | ({
      readonly show: 'outcome'
      readonly owner: string
      readonly budget: {
        readonly left: number | null
        readonly status: Health
        readonly words: string
      } | null
    } & Measured)
  | { readonly show: 'states'; readonly items: readonly StateItem[] }
  | {
      readonly show: 'alarms'
      readonly items: readonly AlarmItem[]
      readonly quiet: number
      readonly more: number
    }
  | {
      readonly show: 'incidents'
      readonly items: readonly IncidentItem[]
      readonly more: number
      readonly lastedMs: number
      readonly cost: number | null
      readonly currency: string | null
    }
  | { readonly show: 'logs'; readonly records: readonly LogItem[]; readonly partial: boolean }
  | {
      readonly show: 'table'
      readonly unit: string
      readonly rows: readonly TableRow[]
      readonly more: number
    }
  | { readonly show: 'text'; readonly text: string }

/** How it is and why, besides what it holds. */
export interface Verdict {
  /** Null when it judges nothing: a chart nobody expects anything of. */
  readonly status: Health | null
  readonly reason: string | null
}

export type PanelRead = PanelContent &
  Verdict & {
    readonly ask: Ask | null
    /** Below /w/<workload>/ */
    readonly path: string | null
  }

/** A panel that could not be read has an error and no content; the others stand. */
export type PanelData = PanelFrame &
  (
    | { readonly content: PanelRead; readonly error: null }
    | {
        readonly content: null
        readonly error: { readonly code: string; readonly message: string }
      }
  )
