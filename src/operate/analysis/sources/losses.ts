/** Who loses time or answers that none of those lost whom it calls, from the figures of the services. */
import { type ServiceFigures, serviceFigures } from '#telemetry'
import type { EvidenceSource, Span } from '../evidence.ts'
import { type LossKind, type Part, suspectsOfLosses } from '../of-losses.ts'
import { rank } from '../rank.ts'

const STEP_MS = 5_000
/** Who is asked in this share of all intervals is always asked. */
const ALWAYS = 0.9
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
  return [...services].map(([name, course]) => {
    const before = course.filter(({ atMs }) => atMs + STEP_MS <= usual.toMs)
    const now = course.filter(({ atMs }) => atMs + STEP_MS > trouble.fromMs)
    return {
      name,
      calls: calls.filter(({ caller }) => caller === name).map(({ callee }) => callee),
      ...{ usual: before, now },
      isSilent: isAlwaysAsked(before) && hasGap(now, trouble),
    }
  })
}

type Course = readonly { readonly atMs: number }[]

function isAlwaysAsked(course: Course): boolean {
  const [first, last] = [course[0], course.at(-1)]
  if (!first || !last) return false
  return course.length >= ALWAYS * ((last.atMs - first.atMs) / STEP_MS + 1)
}

/** A whole interval within the trouble in which nothing was answered. */
function hasGap(course: Course, { fromMs, toMs }: Span): boolean {
  const ends = [fromMs, ...course.map(({ atMs }) => atMs + STEP_MS)]
  const begins = [...course.map(({ atMs }) => atMs), toMs]
  return begins.some((begin, i) => begin - ends[i]! >= STEP_MS)
}
