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

/** An outcome with its objective; its signals are drafts of their own, in front of it. */
export interface OutcomeDraft {
  readonly kind: 'outcome'
  readonly name: string
  readonly title: string
  readonly outcomeKind: 'business' | 'customer'
  /** Name of the signal that is its success measure. */
  readonly signal: string
  readonly target: { readonly op: '>=' | '<='; readonly value: number }
  readonly objective: {
    readonly target: number
    readonly window: string
    /** Names of signals. */
    readonly good?: string
    readonly total?: string
    readonly slice?: string
    readonly missing?: string
  }
  readonly owner?: string
  readonly ownerHint?: string
  readonly weight?: number
  readonly customers?: string
  readonly reviewedAt?: string
  readonly comments: readonly string[]
}

/** An alarm on the error budget of an outcome. */
export interface BurnDraft {
  readonly kind: 'burn'
  readonly name: string
  readonly title: string
  /** Its name. */
  readonly outcome: string
  readonly windows: readonly {
    readonly long: string
    readonly short: string
    readonly factor: number
  }[]
  readonly for?: string
  readonly onMissing: 'fire' | 'nodata'
  readonly severity: AlarmDraft['severity']
  readonly owner?: string
  readonly ownerHint?: string
  readonly procedure?: string
  readonly procedureHint?: string
  readonly comments: readonly string[]
}

export type Draft = AlarmDraft | SignalDraft | OutcomeDraft | BurnDraft

/** What every alarm of an import is given. */
export interface Given {
  readonly owner?: string | undefined
  readonly procedure?: string | undefined
  readonly layer: string
}
