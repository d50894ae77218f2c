/** Who loses time or answers that none of those lost whom it calls, from the figures of the services. */
import { type ServiceFigures, serviceFigures } from '#telemetry'
import type { EvidenceSource, Span } from '../evidence.ts'
import { type LossKind, type Part, suspectsOfLosses } from '../of-losses.ts'
import { rank } from '../rank.ts'

const STEP_MS = 10_000
const KINDS: readonly LossKind[] = ['answers', 'time']

export const losses: EvidenceSource = {
  name: 'losses',
  weight: 0.7,
  async collect({ store, usual, trouble, nameOf }) {
    const range = { fromMs: usual.fromMs, toMs: trouble.toMs, stepMs: STEP_MS }
    const figures = await serviceFigures(store, range)
    const parts = partsOf(figures, usual, trouble)
    const called = new Set(figures.calls.map(({ callee }) => callee))
    // Whom nobody calls is called by those who suffer.
    const entries = parts.filter(({ name }) => !called.has(name))
    const found = entries.flatMap(({ name }) =>
      KINDS.map((kind) => ({ weight: 1, suspects: suspectsOfLosses(parts, name, kind) })),
    )
    const suspects = rank(found).map((one) => ({ ...one, name: nameOf(one.name) }))
    return { items: [], suspects }
  },
}

function partsOf({ services, calls }: ServiceFigures, usual: Span, trouble: Span): Part[] {
  return [...services].map(([name, course]) => ({
    name,
    calls: calls.filter(({ caller }) => caller === name).map(({ callee }) => callee),
    usual: course.filter(({ atMs }) => atMs + STEP_MS <= usual.toMs),
    now: course.filter(({ atMs }) => atMs + STEP_MS > trouble.fromMs),
  }))
}
