/** How long requests are on their way between services: what neither of the two sees of itself. */
import type { Usual } from './usual.ts'
import type { Visit } from './visit.ts'

export interface Ways {
  readonly inward: { long: number; all: number }
  readonly outward: { long: number; all: number }
}

export const NO_WAYS: Ways = { inward: { long: 0, all: 0 }, outward: { long: 0, all: 0 } }

/** How many calls to and from each service were on their way for longer than is usual. */
export function waysOf(
  usual: Usual,
  visits: readonly Visit[],
  left: ReadonlySet<Visit>,
): ReadonlyMap<string, Ways> {
  const ways = new Map<string, Ways>()
  const of = (service: string) => {
    const found = ways.get(service) ?? structuredClone(NO_WAYS)
    ways.set(service, found)
    return found
  }
  for (const visit of visits) {
    if (left.has(visit)) continue
    for (const { answer, wayMs } of visit.calls) {
      const isLong = usual.isLongWay(visit.service, answer.service, wayMs)
      for (const tally of [of(answer.service).inward, of(visit.service).outward]) {
        tally.all++
        if (isLong) tally.long++
      }
    }
  }
  return ways
}
