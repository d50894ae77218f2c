/**
 * Suspects from the requests themselves: who does its own part of a request otherwise than usual, while all whom it
 * called did theirs as ever. A service whose callee departs has its excuse. The score is what share of its visits
 * depart by its own doing, at least: the lower bound of Wilson's interval, so that one odd request among two weighs
 * less than twenty among forty.
 */
import { groupBy } from './group-by.ts'
import { inOrder, type Suspect } from './suspect.ts'
import type { Departure, Usual } from './usual.ts'
import type { Visit } from './visit.ts'
import { NO_WAYS, waysOf } from './ways.ts'

/** One request or two are an accident. */
const ENOUGH = 3
/** Of a normal distribution: one side at 95 %. */
const Z = 1.64
/** Who reaches nobody is less likely than who is reached by nobody: its callees may all be far away. */
const OUTWARD = 0.9
const MOST_REASONS = 3

export function suspectsOfRequests(usual: Usual, visits: readonly Visit[]): Suspect[] {
  const departures = new Map<Visit, readonly Departure[]>()
  const excuses = new Set<Visit>()
  for (const visit of visits) {
    if (usual.endsAsEver(visit) || usual.unanswered(visit).length > 0) excuses.add(visit)
    else departures.set(visit, usual.departures(visit))
  }
  const isOdd = (visit: Visit): boolean =>
    excuses.has(visit) ||
    (departures.get(visit)?.length ?? 0) > 0 ||
    visit.calls.some(({ answer }) => isOdd(answer))

  const ways = waysOf(usual, visits, excuses)
  const suspects: Suspect[] = silentOnes(usual, visits)
  for (const [name, own] of groupBy(departures.keys(), ({ service }) => service)) {
    const guilty = own.filter(
      (visit) =>
        departures.get(visit)!.length > 0 && !visit.calls.some((call) => isOdd(call.answer)),
    )
    const { inward, outward } = ways.get(name) ?? NO_WAYS
    const parts = [
      {
        score: atLeast(guilty.length, own.length),
        reasons: reasonsOf(guilty, own.length, departures),
      },
      {
        score: atLeast(inward.long, inward.all),
        reasons: [`${inward.long} of ${inward.all} requests to it were on their way for too long`],
      },
      {
        score: OUTWARD * atLeast(outward.long, outward.all),
        reasons: [`${outward.long} of ${outward.all} of its calls were on their way for too long`],
      },
    ].filter(({ score }) => score > 0)
    parts.sort((a, b) => b.score - a.score)
    if (parts[0])
      suspects.push({
        name,
        score: parts[0].score,
        reasons: parts.flatMap(({ reasons }) => reasons).slice(0, MOST_REASONS),
      })
  }
  return inOrder(suspects)
}

/** Who is called and does not answer: it makes no span that could tell why. */
function silentOnes(usual: Usual, visits: readonly Visit[]): Suspect[] {
  const unanswered = groupBy(
    visits.flatMap((visit) => usual.unanswered(visit)),
    (name) => name,
  )
  return [...unanswered].map(([name, { length }]) => {
    const answered = visits.filter(({ service }) => service === name).length
    const all = length + answered
    return {
      ...{ name, score: atLeast(length, all) },
      reasons: [`${length} of ${all} calls to it were not answered`],
    }
  })
}

function reasonsOf(
  guilty: readonly Visit[],
  all: number,
  departures: ReadonlyMap<Visit, readonly Departure[]>,
): string[] {
  const texts = guilty.flatMap((visit) =>
    departures
      .get(visit)!
      .map(({ kind, text }) => (kind === 'slow' ? 'slower than usual in itself' : text)),
  )
  return [...groupBy(texts, (text) => text)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([text, alike]) => `${alike.length} of ${all} requests: ${text}`)
}

/**
 * The lower bound of the interval of Wilson (1927) for a share; 0 when too few.
 */
function atLeast(count: number, all: number): number {
  if (count < ENOUGH) return 0
  const share = count / all
  const square = Z * Z
  const middle = share + square / (2 * all)
  const spread = Z * Math.sqrt((share * (1 - share)) / all + square / (4 * all * all))
  return (middle - spread) / (1 + square / all)
}
