/**
 * Deletes what telemetry has about a person, told by an attribute: log records, spans, and series with their
 * samples. Words within the text of a log record are no attribute: they are counted, and stay.
 */
import { labelName } from '../ingest/names.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'

export interface Person {
  /** As the sender names it: `user.id`. */
  readonly attribute: string
  readonly value: string
}

export const ERASED_SIGNALS = ['logs', 'spans', 'metrics', 'flows', 'activity'] as const
export type ErasedSignal = (typeof ERASED_SIGNALS)[number]

export interface PersonRows {
  readonly logs: number
  readonly spans: number
  readonly series: number
  readonly samples: number
  readonly flows: number
  readonly activity: number
  /** Log records without the attribute whose text has the value; they stay. */
  readonly mentions: number
}

export interface Erasure {
  /** How many rows were there before. */
  readonly rows: number
  /** How many are there after it, by a count. */
  readonly left: number
}

const IN_MAPS =
  'attrs[{attribute:String}] = {value:String} or resource[{attribute:String}] = {value:String}'
const IN_EVENTS = 'arrayExists(one -> one[{attribute:String}] = {value:String}, events.attrs)'
const IN_ATTRIBUTES = 'attrs[{attribute:String}] = {value:String}'
/** Labels are the names of attributes with the signs that labels may have. */
const IN_LABELS =
  'labels[{attribute:String}] = {value:String} or labels[{label:String}] = {value:String}'
const THEIR_SERIES = `series_id in (select series_id from tel.series where ${IN_LABELS})`

/** The table and the condition of the rows, in the order in which they go: samples before their series. */
const PLACES = {
  logs: [['logs', IN_MAPS]],
  spans: [['spans', `${IN_MAPS} or ${IN_EVENTS}`]],
  metrics: [
    ['samples_5m', THEIR_SERIES],
    ['samples', THEIR_SERIES],
    ['series', IN_LABELS],
  ],
  flows: [['flows', IN_ATTRIBUTES]],
  activity: [['activity', IN_ATTRIBUTES]],
} as const satisfies Record<ErasedSignal, readonly (readonly [string, string])[]>

/** The names that the attribute has as a label. */
export const labelsOf = ({ attribute }: Person) => [attribute, labelName(attribute)]

const paramsOf = ({ attribute, value }: Person) => ({
  attribute,
  value,
  label: labelName(attribute),
})

export async function rowsOf(store: TelemetryStore, person: Person): Promise<PersonRows> {
  await store.drained()
  const count = (table: string, condition: string) => countRows(store, person, table, condition)
  return {
    logs: await count('logs', IN_MAPS),
    spans: await count('spans', PLACES.spans[0][1]),
    series: await count('series', IN_LABELS),
    samples: (await count('samples', THEIR_SERIES)) + (await count('samples_5m', THEIR_SERIES)),
    flows: await count('flows', IN_ATTRIBUTES),
    activity: await count('activity', IN_ATTRIBUTES),
    mentions: await count('logs', `position(body, {value:String}) > 0 and not (${IN_MAPS})`),
  }
}

/** Deletes the rows of one signal, and counts what is left. @throws QueryRefused, StoreUnavailable */
export async function eraseRows(
  store: TelemetryStore,
  person: Person,
  signal: ErasedSignal,
): Promise<Erasure> {
  await store.drained()
  let rows = 0
  const places = []
  for (const [table, condition] of PLACES[signal]) {
    const found = await countRows(store, person, table, condition)
    rows += found
    if (found > 0) places.push({ table, condition })
  }
  for (const { table, condition } of places) {
    const params = paramsOf(person)
    await store.change({ sql: `delete from tel.${table} where ${condition}`, params })
  }
  let left = 0
  for (const [table, condition] of PLACES[signal])
    left += await countRows(store, person, table, condition)
  // From now on no question finds them; this takes them off the disk too.
  for (const { table } of places)
    await store.change({
      sql: `alter table tel.${table} apply deleted mask settings mutations_sync = 2`,
      params: {},
    })
  return { rows, left }
}

async function countRows(store: TelemetryStore, person: Person, table: string, condition: string) {
  const [row] = await store.ask<{ rows: string }>({
    sql: `select count() as rows from tel.${table} where ${condition}`,
    params: paramsOf(person),
  })
  return Number(row!.rows)
}
