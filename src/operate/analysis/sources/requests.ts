/**
 * Who does its part of requests otherwise than usual, and who loses time or answers that none of those lost whom it
 * calls: both from whole traces and the log lines in them.
 */
import { wholeTraces } from '#telemetry'
import type { EvidenceSource } from '../evidence.ts'
import { entriesOf, partsOf } from '../figures.ts'
import { type LossKind, suspectsOfLosses } from '../of-losses.ts'
import { suspectsOfRequests } from '../of-requests.ts'
import { rank, strongest } from '../rank.ts'
import { Usual } from '../usual.ts'
import { visitsOf } from '../visit.ts'

const MOST_SPANS = 30_000
const LOSSES: readonly LossKind[] = ['answers', 'time']
/** A loss says where, a departure says what: it is believed less. */
const LOSS_WEIGHT = 0.7

export const requests: EvidenceSource = {
  name: 'requests',
  weight: 1,
  async collect({ store, usual: calm, trouble, nameOf }) {
    const [before, now] = await Promise.all(
      [calm, trouble].map(async (span) => {
        const { spans, logs } = await wholeTraces(store, { ...span, most: MOST_SPANS })
        return visitsOf(spans, logs)
      }),
    )
    const usual = new Usual(before!)
    const parts = partsOf(usual, before!, now!)
    const losses = entriesOf(parts).flatMap((entry) =>
      LOSSES.flatMap((kind) => suspectsOfLosses(parts, entry, kind)),
    )
    const suspects = rank([
      { weight: 1, suspects: suspectsOfRequests(usual, now!) },
      { weight: LOSS_WEIGHT, suspects: strongest(losses) },
    ])
    return { items: [], suspects: suspects.map((one) => ({ ...one, name: nameOf(one.name) })) }
  },
}
