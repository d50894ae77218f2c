/** Who does its part of requests otherwise than usual, from whole traces and the log lines in them. */
import { wholeTraces } from '#telemetry'
import type { EvidenceSource } from '../evidence.ts'
import { suspectsOfRequests } from '../of-requests.ts'
import { Usual } from '../usual.ts'
import { visitsOf } from '../visit.ts'

const MOST_SPANS = 30_000

export const requests: EvidenceSource = {
  name: 'requests',
  weight: 1,
  async collect({ store, usual, trouble, nameOf }) {
    const before = await wholeTraces(store, { ...usual, most: MOST_SPANS })
    const now = await wholeTraces(store, { ...trouble, most: MOST_SPANS })
    const known = new Usual(visitsOf(before.spans, before.logs))
    const suspects = suspectsOfRequests(known, visitsOf(now.spans, now.logs))
    return { items: [], suspects: suspects.map((one) => ({ ...one, name: nameOf(one.name) })) }
  },
}
