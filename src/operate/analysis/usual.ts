/** What visits were like in normal time: what happens in each kind, how long it takes, and which errors happen anyway. */
import { answeringOf } from './answering.ts'
import { groupBy } from './group-by.ts'
import { quantile } from './quantile.ts'
import type { Visit } from './visit.ts'

/** Fewer visits of a kind say nothing about what is usual. */
const ENOUGH = 5
/** What fewer visits of a kind do is not usual. */
const RARE = 0.05
/** Times of services vary by this much at least before anybody would call them slow. */
const SLOWER = 3
const NOTICED_MS = 10

/** How a visit departs from what is usual. */
export interface Departure {
  readonly kind: 'behaviour' | 'error' | 'slow'
  /** What is missing, what is new, or how slow. */
  readonly text: string
}

interface UsualKind {
  /** Each pattern that is not rare: its marks. */
  readonly patterns: ReadonlyMap<string, ReadonlySet<string>>
  readonly medianMs: number
  readonly highMs: number
}

export class Usual {
  readonly #kinds = new Map<string, UsualKind>()
  /** How much longer than the median of their kind the slowest of a service take, as a factor. */
  readonly #spread = new Map<string, number>()
  readonly #errors = new Set<string>()
  readonly #ways = new Map<string, number>()
  readonly #anyWay: number
  /** Whom an operation of a service calls, always. */
  readonly #answering: ReadonlyMap<string, string>

  constructor(visits: readonly Visit[]) {
    const kinds = groupBy(visits, ({ kind }) => kind)
    const factors = new Map<string, number[]>()
    for (const [kind, all] of kinds) {
      const times = all.map(({ ownMs }) => ownMs)
      const medianMs = quantile(times, 0.5)
      const { service } = all[0]!
      const known = factors.get(service) ?? []
      known.push(...times.map((ms) => ms / Math.max(1, medianMs)))
      factors.set(service, known)
      if (all.length >= ENOUGH)
        this.#kinds.set(kind, {
          patterns: usualPatterns(all),
          medianMs,
          highMs: quantile(times, 0.99),
        })
    }
    for (const [service, values] of factors) this.#spread.set(service, quantile(values, 0.98))
    for (const { errors } of visits) for (const error of errors) this.#errors.add(error)
    const ways = groupBy(
      visits.flatMap(({ service, calls }) => calls.map((call) => ({ service, call }))),
      ({ service, call }) => wayKey(service, call.answer.service),
    )
    const every: number[] = []
    for (const [key, calls] of ways) {
      const times = calls.map(({ call }) => call.wayMs)
      every.push(...times)
      if (times.length >= ENOUGH) this.#ways.set(key, longWay(times))
    }
    this.#anyWay = longWay(every)
    this.#answering = answeringOf(visits)
  }

  /** Services that were called in a visit and did not answer. */
  unanswered({ service, ends }: Visit): string[] {
    return ends
      .map((operation) => this.#answering.get(`${service} ${operation}`))
      .filter((callee) => callee !== undefined)
  }

  /** Whether the visit ended in an error that happens in normal time too: it says nothing new. */
  endsAsEver({ errors }: Visit): boolean {
    return errors.length > 0 && errors.every((error) => this.#errors.has(error))
  }

  departures(visit: Visit): Departure[] {
    const found: Departure[] = []
    const kind = this.#kinds.get(visit.kind)
    const changed = kind && changeOf(visit, kind)
    if (changed) found.push({ kind: 'behaviour', text: changed })
    const news = visit.errors.find((error) => !this.#errors.has(error))
    if (news) found.push({ kind: 'error', text: `new: ${news}` })
    if (kind && this.#isSlow(visit, kind))
      found.push({
        kind: 'slow',
        text: `${Math.round(visit.ownMs)} ms of its own, usually ${Math.round(kind.medianMs)} ms`,
      })
    return found
  }

  /** Whether a request was on its way between two services for longer than is usual there. */
  isLongWay(caller: string, callee: string, wayMs: number): boolean {
    return wayMs > (this.#ways.get(wayKey(caller, callee)) ?? this.#anyWay)
  }

  #isSlow({ service, ownMs }: Visit, { medianMs, highMs }: UsualKind): boolean {
    const factor = Math.max(SLOWER, (this.#spread.get(service) ?? 0) * 1.5)
    return ownMs > Math.max(medianMs * factor, highMs * 1.2) && ownMs - medianMs > NOTICED_MS
  }
}

function usualPatterns(visits: readonly Visit[]): Map<string, ReadonlySet<string>> {
  const patterns = new Map<string, ReadonlySet<string>>()
  for (const [pattern, alike] of groupBy(visits, patternOf))
    if (alike.length / visits.length >= RARE) patterns.set(pattern, alike[0]!.marks)
  return patterns
}

/** What is missing and what is new, against the usual pattern that is most alike; undefined when it is usual. */
function changeOf(visit: Visit, { patterns }: UsualKind): string | undefined {
  if (patterns.size === 0 || patterns.has(patternOf(visit))) return undefined
  let best: { readonly missing: string[]; readonly news: string[] } | undefined
  for (const marks of patterns.values()) {
    const missing = [...marks].filter((mark) => !visit.marks.has(mark))
    const news = [...visit.marks].filter((mark) => !marks.has(mark))
    if (!best || missing.length + news.length < best.missing.length + best.news.length)
      best = { missing, news }
  }
  const { missing, news } = best!
  const [first] = missing.sort()
  const [added] = news.sort()
  return [first && `missing: ${first}`, added && `new: ${added}`].filter(Boolean).join(', ')
}

function longWay(times: readonly number[]): number {
  const medianMs = quantile(times, 0.5)
  return Math.max(quantile(times, 0.98) * 1.5, medianMs * SLOWER, medianMs + NOTICED_MS)
}

const patternOf = ({ marks }: Visit) => [...marks].sort().join('\n')
const wayKey = (caller: string, callee: string) => `${caller} ${callee}`
