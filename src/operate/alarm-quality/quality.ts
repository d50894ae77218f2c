/** The nouns of alarm quality: one time that an alarm was raised, and what many of them say about it. */

/** An alarm was raised, and what became of it. */
export interface Firing {
  readonly alarm: string
  readonly instance: string
  readonly raisedMs: number
  /** Null while it is raised. */
  readonly clearedMs: number | null
  /** Nobody was told of it, for a reason. */
  readonly wasQuiet: boolean
  readonly acknowledgedMs: number | null
  /** The first thing that a person or a procedure did about it, in words. */
  readonly action: string | null
}

/** A stretch in which nobody could know. */
export interface Blindness {
  readonly alarm: string
  readonly kind: 'blind' | 'no-data'
  readonly fromMs: number
  /** Null while it lasts. */
  readonly toMs: number | null
}

export type Finding =
  | 'never-fired'
  | 'noisy'
  | 'without-action'
  | 'flapping'
  | 'duplicate'
  | 'unseeing'

export interface AlarmQuality {
  readonly alarm: string
  readonly title: string
  readonly owner: string
  /** How often it was raised, quiet times too. */
  readonly fired: number
  /** Of these nobody was told. */
  readonly quiet: number
  /** Told, and an action followed. */
  readonly acted: number
  /** Told, and over without anybody having done anything. */
  readonly unacted: number
  /** acted of acted and unacted; null without any. */
  readonly precision: number | null
  readonly flappings: number
  readonly blindMs: number
  readonly noDataMs: number
  /** Of those that were acknowledged; null without any. */
  readonly meanToAcknowledgeMs: number | null
  readonly acknowledged: number
  /** Another alarm that was raised within a minute nearly each time. */
  readonly duplicateOf: { readonly alarm: string; readonly together: number } | null
  /** Since when it is declared, ISO 8601; null when that was before all records. */
  readonly declaredAt: string | null
  readonly findings: readonly Finding[]
  /** What keeps these figures from saying more, in words; null when nothing does. */
  readonly note: string | null
}
