/**
 * Finds calls between services while spans arrive: a span and its parent in another service are one call. The two
 * come from two senders, in any order and some time apart, so each waits for the other for a while.
 *
 * A call is written down together with the span that completes it, in one frame of the spool: both or neither.
 */
import type { ServiceCall, Span } from '../model.ts'

/** Senders keep spans for some seconds; a parent ends after its children. */
const WAIT_MS = 120_000
const MOST_WAITING = 300_000

/** What of a span is needed to make a call of it. */
interface Half {
  readonly key: string
  readonly parentKey: string | undefined
  readonly seenMs: number
  readonly spanId: string
  readonly service: string
  readonly release: string
  /** The span of a caller that waits, or that hands over a message. */
  readonly calls: boolean
  readonly startNs: bigint
  readonly durationNs: bigint
  readonly failed: boolean
}

export class CallPairing {
  /** Oldest first: a map keeps the order in which it was filled. */
  readonly #spans = new Map<string, Half>()
  /** Spans whose parent has not arrived, by the parent. */
  readonly #orphans = new Map<string, Set<Half>>()

  get waiting(): number {
    return this.#spans.size
  }

  /** The calls that these spans complete. A span that was sent before completes nothing again. */
  pair(spans: readonly Span[], nowMs: number): ServiceCall[] {
    const calls: ServiceCall[] = []
    const add = (parent: Half, child: Half) => {
      if (parent.service !== child.service) calls.push(callOf(parent, child))
    }
    for (const span of spans) {
      const half = halfOf(span, nowMs)
      if (this.#spans.has(half.key)) continue
      this.#spans.set(half.key, half)
      for (const child of this.#orphans.get(half.key) ?? []) add(half, child)
      this.#orphans.delete(half.key)
      if (half.parentKey === undefined) continue
      const parent = this.#spans.get(half.parentKey)
      if (parent) add(parent, half)
      else this.#await(half, half.parentKey)
    }
    this.#sweep(nowMs)
    return calls
  }

  /** They were not kept after all, and come again. */
  forget(spans: readonly Span[]): void {
    for (const span of spans) this.#remove(keyOf(span.traceId, span.spanId))
  }

  #await(child: Half, parentKey: string): void {
    const others = this.#orphans.get(parentKey)
    if (others) others.add(child)
    else this.#orphans.set(parentKey, new Set([child]))
  }

  #sweep(nowMs: number): void {
    for (const [key, { seenMs }] of this.#spans) {
      if (nowMs - seenMs < WAIT_MS && this.#spans.size <= MOST_WAITING) return
      this.#remove(key)
    }
  }

  #remove(key: string): void {
    const half = this.#spans.get(key)
    if (!half) return
    this.#spans.delete(key)
    if (half.parentKey === undefined) return
    const others = this.#orphans.get(half.parentKey)
    others?.delete(half)
    if (others?.size === 0) this.#orphans.delete(half.parentKey)
  }
}

const keyOf = (traceId: string, spanId: string) => traceId + spanId

function halfOf(span: Span, seenMs: number): Half {
  const { traceId, spanId, parentId, service, resource, kind, startNs, durationNs, status } = span
  return {
    key: keyOf(traceId, spanId),
    parentKey: parentId === '' ? undefined : keyOf(traceId, parentId),
    seenMs,
    spanId,
    service,
    release: resource['service.version'] ?? '',
    calls: kind === 3 || kind === 4,
    startNs,
    durationNs,
    failed: status === 2,
  }
}

/** Without a span of the call itself, the caller's may be about much more: then the callee tells alone. */
function callOf(parent: Half, child: Half): ServiceCall {
  return {
    spanId: child.spanId,
    startNs: child.startNs,
    caller: parent.service,
    callee: child.service,
    release: child.release,
    durationNs: parent.calls ? parent.durationNs : child.durationNs,
    failed: child.failed || (parent.calls && parent.failed),
  }
}
