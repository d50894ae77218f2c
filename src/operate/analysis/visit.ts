/**
 * Requests seen service by service. A visit is what one service did for one request: from the span that let the
 * request in to the calls it made elsewhere. Causes are looked for among visits, because a service answers for its
 * own part of a request and for no other.
 */
import { groupBy } from './group-by.ts'

/** A span, as far as it matters here; times in milliseconds. */
export interface SeenSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  readonly service: string
  readonly name: string
  readonly startMs: number
  readonly durationMs: number
  readonly failed: boolean
}

/** A log line of a span, by its template. */
export interface SeenLog {
  readonly traceId: string
  readonly spanId: string
  readonly template: string
  readonly isError: boolean
}

export interface Visit {
  readonly service: string
  /** Visits of one kind do the same work. */
  readonly kind: string
  readonly traceId: string
  readonly startMs: number
  readonly durationMs: number
  readonly isAnswered: boolean
  /** Time spent here and not in calls, in milliseconds. */
  readonly ownMs: number
  /** What happened, each thing once: operations, log templates, calls, errors. */
  readonly marks: ReadonlySet<string>
  /** The marks that tell of an error. */
  readonly errors: readonly string[]
  readonly calls: readonly Call[]
  /** Operations that led to nothing else: where a call was made and nobody answered, it is one of them. */
  readonly ends: readonly string[]
}

export interface Call {
  readonly answer: Visit
  /** The caller's own operation that made it. */
  readonly operation: string
  /** What the caller waited longer than the callee worked, in milliseconds: the way there and back. */
  readonly wayMs: number
}

/** Visits of all traces; a span whose parent is not there begins one. */
export function visitsOf(spans: readonly SeenSpan[], logs: readonly SeenLog[]): Visit[] {
  const keyed = new Map(spans.map((span) => [keyOf(span.traceId, span.spanId), span]))
  const children = groupBy(spans, ({ traceId, parentId }) => keyOf(traceId, parentId))
  const lines = groupBy(logs, ({ traceId, spanId }) => keyOf(traceId, spanId))
  const visits: Visit[] = []

  function enter(first: SeenSpan): Visit {
    const marks = new Set<string>()
    const errors = new Set<string>()
    const calls: Call[] = []
    const waits: SeenSpan[] = []
    const ends: string[] = []
    let lastCall = ''
    let isSilent = true
    const pending = [first]
    for (let span = pending.pop(); span; span = pending.pop()) {
      if (span !== first) marks.add(`operation ${span.name}`)
      if (span.failed) errors.add(`failed ${span.name}`)
      const key = keyOf(span.traceId, span.spanId)
      for (const { template, isError } of lines.get(key) ?? []) {
        isSilent = false
        marks.add(`log ${template}`)
        if (isError) errors.add(`log ${template}`)
      }
      const below = children.get(key) ?? []
      if (below.length === 0) ends.push(span.name)
      for (const child of below) {
        if (child.service === first.service) pending.push(child)
        else {
          lastCall = `${child.service} ${child.name}`
          marks.add(`call ${lastCall}`)
          waits.push(span === first ? child : span)
          calls.push({
            answer: enter(child),
            operation: span.name,
            wayMs: wayOf(span, child, first),
          })
        }
      }
    }
    for (const error of errors) marks.add(error)
    // Who only passes a request on does as many kinds of work as there are requests.
    const passedOn = calls.length === 1 && isSilent ? ` > ${lastCall}` : ''
    const visit: Visit = {
      service: first.service,
      kind: `${first.service} ${first.name}${passedOn}`,
      traceId: first.traceId,
      startMs: first.startMs,
      durationMs: first.durationMs,
      isAnswered: !first.failed,
      ownMs: Math.max(0, first.durationMs - covered(waits)),
      marks,
      // What is said tells more than that it failed.
      errors: [...errors].sort().reverse(),
      calls,
      ends,
    }
    visits.push(visit)
    return visit
  }

  for (const span of spans) if (!keyed.has(keyOf(span.traceId, span.parentId))) enter(span)
  return visits
}

/** A caller that makes no span of its own for a call tells nothing of the way. */
function wayOf(span: SeenSpan, child: SeenSpan, first: SeenSpan): number {
  return span === first ? 0 : Math.max(0, span.durationMs - child.durationMs)
}

/** Milliseconds during which at least one of the spans ran. */
function covered(spans: readonly SeenSpan[]): number {
  let total = 0
  let until = Number.NEGATIVE_INFINITY
  for (const { startMs, durationMs } of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const end = startMs + durationMs
    total += Math.max(0, end - Math.max(startMs, until))
    until = Math.max(until, end)
  }
  return total
}

const keyOf = (traceId: string, spanId: string) => `${traceId} ${spanId}`
