/** The share of objects that keep a rule, with the objects: pure. An empty set is unknown, never complete. */
import type { Evidence, Level, Source } from './practice.ts'

export function coverage(options: {
  readonly name: string
  readonly level: Level
  readonly what: string
  readonly atLeast: number
  readonly sources: readonly Source[]
  /** A ratio over fewer is shown and not judged; 1 unless told. */
  readonly fewest?: number
  /** Said when there is nothing. */
  readonly whenEmpty: string
}): Evidence {
  const { name, level, what, atLeast, sources, fewest = 1, whenEmpty } = options
  const n = sources.length
  const good = sources.filter(({ ok }) => ok === true).length
  const value = n === 0 ? null : good / n
  const few = n < fewest
  return {
    name,
    level,
    what,
    found: value === null ? 'none' : `${good} of ${n}`,
    value,
    n,
    rule: atLeast === 1 ? 'all' : `>= ${atLeast * 100} %`,
    ok: value === null || few ? null : value >= atLeast,
    needsPerson: false,
    note: value === null ? whenEmpty : few ? `only ${n}, so shown and not judged` : null,
    newestAt: newestOf(sources),
    sources,
  }
}

export function newestOf(sources: readonly Source[]): string | null {
  return sources.reduce<string | null>(
    (newest, { at }) => (at !== null && (newest === null || at > newest) ? at : newest),
    null,
  )
}

/** An object that is declared. */
export function declared(ref: string, title: string, missing: string | false): Source {
  return { ref, title, ok: missing === false, reason: missing || 'declared', at: null }
}
