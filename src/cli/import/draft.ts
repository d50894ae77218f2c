/** An alarm or a signal that is about to be written into a model, wherever it comes from. */

export interface SignalDraft {
  readonly kind: 'signal'
  readonly name: string
  readonly title: string
  readonly query: string
  readonly unit?: string
  /** Lines in front of it. */
  readonly comments: readonly string[]
}

export interface AlarmDraft {
  readonly kind: 'alarm'
  readonly name: string
  readonly title: string
  readonly query: string
  /** Name of its signal; its own unless told. */
  readonly signal?: string
  /** `> 5`, or `present` when it cannot be split. */
  readonly when: string
  readonly for?: string
  readonly keepFiringFor?: string
  readonly interval?: string
  readonly onMissing: 'ok' | 'keep' | 'fire' | 'nodata'
  readonly missingAfter: string
  readonly severity: 'critical' | 'warning' | 'info'
  readonly limit?: number
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  /** Said behind the place where the owner is to be filled in. */
  readonly ownerHint?: string
  readonly procedureHint?: string
  readonly comments: readonly string[]
}

export type Draft = AlarmDraft | SignalDraft

/** What every alarm of an import is given. */
export interface Given {
  readonly owner?: string | undefined
  readonly procedure?: string | undefined
  readonly layer: string
}
