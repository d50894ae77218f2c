/**
 * Suspects from the figures of the parts of a system: how much each has lost of what it usually gives, in requests
 * answered or in time, and how much of that is not lost already by those whom it calls. A part that waits for
 * another loses as much as the other and keeps nothing of its own.
 */
import { quantile } from './quantile.ts'
import { inOrder, type Suspect } from './suspect.ts'

/** A part and its figures, one for each interval of equal length. */
export interface Part {
  readonly name: string
  readonly calls: readonly string[]
  /** In normal time. */
  readonly usual: readonly Interval[]
  /** Around the trouble. */
  readonly now: readonly Interval[]
}

export interface Interval {
  readonly requests: number
  /** Mean seconds for a request; undefined when not known. */
  readonly seconds: number | undefined
  /** Share of requests that were answered well, 0 to 1; undefined when not known. */
  readonly answered: number | undefined
}

/** What is lost: time, in seconds of waiting, or answers, in requests. */
export type LossKind = 'time' | 'answers'

/** How far beyond the usual spread a part must be to be looked at, in widths of that spread. */
const BEYOND = 4
/** Less than this share of what the one who suffers spends or answers is not worth a word. */
const WORTH = 0.02
/** Fewer requests than this are an accident. */
const ENOUGH = 2

/** Among those whom the sufferer needs, itself included; nobody when nobody lost more than usual. */
export function suspectsOfLosses(
  parts: readonly Part[],
  sufferer: string,
  loss: LossKind,
): Suspect[] {
  const byName = new Map(parts.map((part) => [part.name, part]))
  const needed = neededBy(sufferer, byName)
  const lost = new Map([...needed].map((part) => [part.name, lossOf(part, loss)]))
  const least = worthOf(byName.get(sufferer), loss)
  const own = new Map<string, number>()
  for (const { name, calls } of needed) {
    // Whom nobody called before is called by a change of the caller: it answers for it.
    const excused = calls.filter((callee) => (byName.get(callee)?.usual.length ?? 0) > 0)
    const passed = excused.reduce((sum, callee) => sum + (lost.get(callee)?.amount ?? 0), 0)
    const kept = (lost.get(name)?.amount ?? 0) - passed
    const isNew = byName.get(name)!.usual.length === 0
    if (!isNew && lost.get(name)!.isBeyond && kept > 0 && lost.get(name)!.amount >= least)
      own.set(name, kept)
  }
  const most = Math.max(...own.values())
  return inOrder(
    [...own].map(([name, kept]) => ({
      name,
      score: kept / most,
      reasons: [told(lost.get(name)!.amount, kept, loss)],
    })),
  )
}

function neededBy(name: string, parts: ReadonlyMap<string, Part>): Set<Part> {
  const needed = new Set<Part>()
  const pending = [name]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const part = parts.get(next)
    if (!part || needed.has(part)) continue
    needed.add(part)
    pending.push(...part.calls)
  }
  return needed
}

interface Lost {
  /** Seconds, or requests. */
  readonly amount: number
  readonly isBeyond: boolean
}

/** The worst interval against the usual median, and whether it lies beyond the usual spread. */
function lossOf({ usual, now }: Part, loss: LossKind): Lost {
  const before = figuresOf(usual, loss)
  if (before.length === 0) return { amount: 0, isBeyond: false }
  const median = quantile(before, 0.5)
  const spread = Math.max(quantile(before, 0.95) - median, floorOf(median, loss))
  let worst: Lost = { amount: 0, isBeyond: false }
  for (const interval of now) {
    const figure = figureOf(interval, loss)
    if (figure === undefined) continue
    const amount = rounded((figure - median) * interval.requests, loss)
    const isBeyond = figure - median > BEYOND * spread
    if (amount > worst.amount) worst = { amount, isBeyond }
  }
  return worst
}

/** Requests are whole, shares of them are not exact. */
const rounded = (amount: number, loss: LossKind) => (loss === 'time' ? amount : Math.round(amount))

/** Of the one who suffers: the least loss that matters to it. */
function worthOf(sufferer: Part | undefined, loss: LossKind): number {
  if (loss === 'answers') return ENOUGH
  const spent = (sufferer?.usual ?? []).map(({ requests, seconds }) => requests * (seconds ?? 0))
  return spent.length > 0 ? WORTH * quantile(spent, 0.5) : 0
}

/** Differences smaller than this are none, whatever the spread: a share of the median, or of all requests. */
function floorOf(median: number, loss: LossKind): number {
  return loss === 'time' ? median * 0.02 : 0.001
}

function figuresOf(intervals: readonly Interval[], loss: LossKind): number[] {
  return intervals.map((one) => figureOf(one, loss)).filter((one) => one !== undefined)
}

/** The more, the worse. */
function figureOf({ seconds, answered }: Interval, loss: LossKind): number | undefined {
  if (loss === 'time') return seconds
  return answered === undefined ? undefined : 1 - answered
}

function told(amount: number, kept: number, loss: LossKind): string {
  const unit = loss === 'time' ? 'seconds of waiting' : 'requests'
  const round = (value: number) => (value < 10 ? value.toFixed(1) : String(Math.round(value)))
  return `${round(amount)} ${unit} lost, ${round(kept)} of them by none whom it calls`
}
