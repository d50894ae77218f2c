/**
 * A job that reports at intervals has not. Its reports are samples of `heartbeat_seen` whose value is their time; the
 * sample of this alarm is how long ago the last one was, in seconds. The store is asked once for all that a report
 * may be old, and then for what is new.
 */
import { durationMs } from '#base'
import type { SignalReader, SignalSample } from '../reader.ts'
import type { AlarmKind, Sampler } from './kind.ts'

export const HEARTBEAT_METRIC = 'heartbeat_seen'

export const heartbeat: AlarmKind<'heartbeat'> = {
  kind: 'heartbeat',
  source({ heartbeat: spec }, { model }) {
    if (!spec) return undefined
    const dueMs = durationMs(spec.every) + durationMs(spec.grace)
    return {
      read: sinceLast(queryOf(model.workload, spec.name), dueMs),
      breached: (seconds) => seconds * 1_000 > dueMs,
      recovered: (seconds) => seconds * 1_000 <= dueMs,
      // One that has never been heard of is as silent as one that was.
      onMissing: 'fire',
      missingAfterMs: dueMs,
    }
  },
  words: ({ heartbeat: spec }) => ({
    looksAt: `heartbeat ${spec?.name}`,
    when: `not seen for ${spec?.every} and ${spec?.grace}`,
  }),
  picture: ({ heartbeat: spec }, { workload }) =>
    spec && { query: `time() - ${queryOf(workload, spec.name)}`, bound: null },
}

const queryOf = (workload: string, name: string) =>
  `${HEARTBEAT_METRIC}{workload=${JSON.stringify(workload)}, heartbeat=${JSON.stringify(name)}}`

/** A report that the store has only now may have been made a little before. */
const OVERLAP_MS = 60_000

function sinceLast(query: string, dueMs: number): Sampler {
  let seenMs: number | undefined
  let readMs: number | undefined
  return async (atMs, { reader }): Promise<readonly SignalSample[]> => {
    const fromMs = readMs === undefined ? atMs - 3 * dueMs : readMs - OVERLAP_MS
    const newestMs = await newestReport(reader, query, fromMs, atMs)
    seenMs = Math.max(seenMs ?? Number.NEGATIVE_INFINITY, newestMs)
    readMs = atMs
    if (seenMs === Number.NEGATIVE_INFINITY) return []
    const words = `last seen at ${new Date(seenMs).toISOString()}`
    return [{ labels: {}, value: Math.max(0, atMs - seenMs) / 1_000, words }]
  }
}

async function newestReport(
  reader: SignalReader,
  query: string,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const times = await reader.timesOf(query, { fromMs, toMs })
  return times.at(-1) ?? Number.NEGATIVE_INFINITY
}
