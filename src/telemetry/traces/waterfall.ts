/**
 * The spans of one trace in the order in which people read them: each below its parent, with its offset, its
 * depth, the time it spent itself, and how long it held the trace up (its part of the critical path).
 *
 * Senders lose spans and clocks differ, so nothing is assumed: a span whose parent is not there is a root of its
 * own and is marked, and so is one that begins before its parent.
 */
import type { FoundSpan } from './span.ts'

export interface WaterfallSpan extends FoundSpan {
  /** From the beginning of the trace. */
  readonly offsetMs: number
  readonly depth: number
  /** Its duration without the time in which a child ran. */
  readonly selfMs: number
  /** How long the trace waited for this span itself; 0 when it is not on the critical path. */
  readonly criticalMs: number
  /** It names a parent that did not arrive. */
  readonly orphan: boolean
  /** It begins before its parent: the clocks of the two hosts differ. */
  readonly skewed: boolean
}

export interface Waterfall {
  readonly startMs: number
  readonly durationMs: number
  readonly spans: readonly WaterfallSpan[]
}

interface Node {
  readonly span: FoundSpan
  readonly startMs: number
  readonly endMs: number
  readonly children: Node[]
  readonly orphan: boolean
  readonly skewed: boolean
  criticalMs: number
}

export function waterfallOf(spans: readonly FoundSpan[]): Waterfall {
  if (spans.length === 0) return { startMs: 0, durationMs: 0, spans: [] }
  const baseNs = spans.reduce(
    (least, { startNs }) => min(least, BigInt(startNs)),
    BigInt(spans[0]!.startNs),
  )
  const roots = treeOf(spans, baseNs)
  const last = [...roots].sort((a, b) => b.endMs - a.endMs)[0]!
  markCritical(last, last.endMs)
  const ordered: WaterfallSpan[] = []
  const stack = roots.map((node) => ({ node, depth: 0 })).reverse()
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, depth } = next
    const { span, startMs, children, orphan, skewed, criticalMs } = node
    const selfMs = selfTime(node)
    ordered.push({ ...span, offsetMs: startMs, depth, selfMs, criticalMs, orphan, skewed })
    for (const child of [...children].reverse()) stack.push({ node: child, depth: depth + 1 })
  }
  const durationMs = ordered.reduce(
    (end, span) => Math.max(end, span.offsetMs + span.durationMs),
    0,
  )
  return { startMs: Number(baseNs / 1_000_000n), durationMs, spans: ordered }
}

const min = (a: bigint, b: bigint) => (a < b ? a : b)

function treeOf(spans: readonly FoundSpan[], baseNs: bigint): Node[] {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const starts = new Map(spans.map(({ spanId, startNs }) => [spanId, BigInt(startNs)]))
  const nodes = new Map<FoundSpan, Node>()
  const byId = new Map<string, Node>()
  for (const span of spans) {
    const { parentId, startNs, durationMs } = span
    const startMs = Number(BigInt(startNs) - baseNs) / 1e6
    const orphan = parentId !== '' && !ids.has(parentId)
    const skewed = !orphan && parentId !== '' && BigInt(startNs) < starts.get(parentId)!
    const node = {
      span,
      startMs,
      endMs: startMs + durationMs,
      children: [],
      orphan,
      skewed,
      criticalMs: 0,
    }
    nodes.set(span, node)
    if (!byId.has(span.spanId)) byId.set(span.spanId, node)
  }
  const roots: Node[] = []
  for (const node of nodes.values()) {
    const parent = byId.get(node.span.parentId)
    if (parent && !isAncestor(node, parent, byId)) parent.children.push(node)
    else roots.push(node)
  }
  const byStart = (a: Node, b: Node) => a.startMs - b.startMs || b.endMs - a.endMs
  for (const node of nodes.values()) node.children.sort(byStart)
  return roots.sort(byStart)
}

/** Whether the node stands above its own parent: a sender can write anything. */
function isAncestor(node: Node, parent: Node, byId: ReadonlyMap<string, Node>): boolean {
  const seen = new Set<Node>()
  for (let at: Node | undefined = parent; at && !seen.has(at); at = byId.get(at.span.parentId)) {
    if (at === node) return true
    seen.add(at)
  }
  return false
}

/** Senders tell the beginning in whole milliseconds, so what follows on another may seem to overlap it. */
const CLOCK_MS = 1

/**
 * Walks back from an end: what a span waited for last is the child that ended last before then. The time in
 * between is the span's own.
 */
function markCritical(root: Node, untilMs: number): void {
  const stack = [{ node: root, untilMs }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node } = next
    let cursorMs = Math.min(next.untilMs, node.endMs)
    const byEnd = [...node.children].sort((a, b) => b.endMs - a.endMs)
    for (const child of byEnd) {
      const endMs = Math.min(child.endMs, cursorMs)
      if (child.endMs > cursorMs + CLOCK_MS || child.startMs < node.startMs) continue
      if (cursorMs <= node.startMs || child.startMs >= cursorMs) continue
      node.criticalMs += cursorMs - endMs
      stack.push({ node: child, untilMs: endMs })
      cursorMs = child.startMs
    }
    node.criticalMs += Math.max(0, cursorMs - node.startMs)
  }
}

function selfTime({ startMs, endMs, children }: Node): number {
  let covered = 0
  let reachedMs = startMs
  for (const child of children) {
    const from = Math.max(child.startMs, reachedMs)
    const to = Math.min(child.endMs, endMs)
    if (to > from) {
      covered += to - from
      reachedMs = to
    }
  }
  return Math.max(0, endMs - startMs - covered)
}
