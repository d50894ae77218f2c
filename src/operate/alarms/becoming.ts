/**
 * What each fact makes of an instance: pure, so that the table, a node’s memory after a restart and a test that
 * plays histories come to the same.
 */
import {
  alarmBlinded,
  alarmCalmed,
  alarmCleared,
  alarmDataLost,
  alarmDataReturned,
  alarmFlappingEnded,
  alarmFlappingStarted,
  alarmPending,
  alarmRaised,
  alarmRecovering,
  alarmRefreshed,
  alarmRelapsed,
  alarmSighted,
  alarmStaled,
  type FactDefinition,
} from '#ledger'
import { type Flapping, recentChanges } from './flapping.ts'
import type { AlarmState, Labels } from './instance.ts'

/** An instance as facts tell it. */
export interface Told {
  readonly id: string
  readonly alarm: string
  readonly labels: Labels
  readonly state: AlarmState
  readonly sinceMs: number
  /** Null while it is not raised. */
  readonly raisedAtMs: number | null
  readonly blind: boolean
  readonly stale: boolean
  readonly reason: 'condition' | 'missing' | null
  readonly group: string | null
  /** What the alarm adds to its labels; none while it is not raised. */
  readonly addedLabels: Labels
  /** What is told with it; nothing while it is not raised. */
  readonly annotations: Labels
  readonly value: number | null
  /** Hash of the rule that decided last. */
  readonly version: string
  readonly lastTickMs: number
  /** When it was last raised or cleared, the newest last; as far as flapping is judged by them. */
  readonly changes: readonly number[]
  readonly flapping: Flapping | null
}

interface Said {
  readonly alarm: string
  readonly instance: string
  readonly labels: Labels
  readonly version: string
  readonly tickAt: string
  readonly value: number | null
}

interface SaidFact<Data = Said> {
  readonly type: string
  readonly time: string
  readonly data: Data
}

type Change = Partial<Told>
export interface Becoming {
  readonly definition: FactDefinition<string, Said>
  readonly become: (known: Told | undefined, fact: SaidFact) => Told
}

function becomes<Data extends Said>(
  definition: FactDefinition<string, Data>,
  change: (data: Data, known: Told | undefined, fact: SaidFact) => Change,
): Becoming {
  return {
    definition: definition as unknown as Becoming['definition'],
    become(known, fact) {
      const data = fact.data as Data
      const tickMs = Date.parse(data.tickAt)
      const to = change(data, known, fact)
      return {
        ...(known ?? newlyTold(data, tickMs)),
        value: data.value,
        version: data.version,
        lastTickMs: tickMs,
        ...(to.state ? { sinceMs: tickMs } : {}),
        ...to,
      }
    },
  }
}

const AT_REST = {
  state: 'ok',
  raisedAtMs: null,
  blind: false,
  stale: false,
  reason: null,
  group: null,
  addedLabels: {},
  annotations: {},
} as const

/** One line for each fact about an instance. */
export const becomings: readonly Becoming[] = [
  becomes(alarmPending, ({ since }) => ({ state: 'pending', sinceMs: Date.parse(since) })),
  becomes(alarmCalmed, () => AT_REST),
  becomes(alarmRaised, ({ since, reason, group, tickAt, flapping, ...told }, known, { time }) => ({
    state: 'firing',
    sinceMs: Date.parse(since),
    raisedAtMs: Date.parse(time),
    blind: reason === 'missing',
    reason,
    group,
    addedLabels: told.addedLabels ?? {},
    annotations: told.annotations ?? {},
    ...changed(known, tickAt, flapping),
  })),
  becomes(alarmRecovering, ({ since }) => ({ state: 'recovering', sinceMs: Date.parse(since) })),
  becomes(alarmRelapsed, () => ({ state: 'firing' })),
  becomes(alarmCleared, ({ tickAt, flapping }, known) => ({
    ...AT_REST,
    ...changed(known, tickAt, flapping),
  })),
  becomes(alarmBlinded, () => ({ state: 'firing', blind: true })),
  becomes(alarmSighted, () => ({ blind: false })),
  becomes(alarmDataLost, () => ({ ...AT_REST, state: 'nodata' })),
  becomes(alarmDataReturned, () => AT_REST),
  becomes(alarmFlappingStarted, ({ since, tickAt, changes, group }) => ({
    flapping: { sinceMs: Date.parse(since), startedMs: Date.parse(tickAt), changes, group },
  })),
  becomes(alarmFlappingEnded, () => ({ flapping: null })),
  becomes(alarmStaled, () => ({ stale: true })),
  becomes(alarmRefreshed, () => ({ stale: false })),
]

const byType = new Map(becomings.map((one) => [one.definition.type, one]))

/** The instance after a fact; unchanged by facts that are not about instances. */
export function afterFact(known: Told | undefined, fact: SaidFact<unknown>): Told | undefined {
  return byType.get(fact.type)?.become(known, fact as SaidFact) ?? known
}

function changed(known: Told | undefined, tickAt: string, whileFlapping?: boolean): Change {
  const tickMs = Date.parse(tickAt)
  const changes = recentChanges([...(known?.changes ?? []), tickMs], tickMs)
  const flapping = known?.flapping ?? null
  // The change by which it was found is counted already.
  if (!flapping || !whileFlapping || tickMs === flapping.startedMs) return { changes }
  return { changes, flapping: { ...flapping, changes: flapping.changes + 1 } }
}

function newlyTold({ instance, alarm, labels, version }: Said, tickMs: number): Told {
  return {
    ...{ id: instance, alarm, labels, version, state: 'ok', sinceMs: tickMs, raisedAtMs: null },
    ...{ blind: false, stale: false, reason: null, group: null, value: null, lastTickMs: tickMs },
    ...{ changes: [], flapping: null, addedLabels: {}, annotations: {} },
  }
}
