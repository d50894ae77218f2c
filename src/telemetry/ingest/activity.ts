/**
 * Who did what from where: records shaped like CloudTrail's (`{"Records":[…]}` as its files have it, one record,
 * or one per line) and CloudEvents, one or a batch. The whole record is kept beside what everybody asks.
 */
import { createHash } from 'node:crypto'
import type { Activity } from '../model.ts'
import { fromCloudEvent } from './activity/cloud-event.ts'
import { fromTrailRecord } from './activity/trail-record.ts'
import { Checks } from './checks.ts'
import { BadTelemetry, type IngestFormat, plainAnswers } from './format.ts'
import { isObject, type JsonObject, readJsonLines } from './json-body.ts'

export const activity: IngestFormat = {
  name: 'activity',
  path: '/activity',
  signal: 'activity',
  decode(bytes, _contentType, context) {
    const checks = new Checks('activity', context)
    const activities: Activity[] = []
    for (const record of readJsonLines(bytes).flatMap(recordsOf)) {
      const read = isObject(record) ? activityOf(record, checks) : undefined
      if (read) activities.push(read)
      else if (!isObject(record)) checks.reject('bad-record', 'It is no record.')
    }
    return {
      batch: { signal: 'activity', activities },
      accepted: activities.length,
      rejected: checks.rejections.toResult(),
    }
  },
  ...plainAnswers,
}

function recordsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (value === undefined) return [value]
  if (!isObject(value)) throw new BadTelemetry({ reason: 'it is neither a record nor a list' })
  if (!('Records' in value)) return [value]
  if (Array.isArray(value.Records)) return value.Records
  throw new BadTelemetry({ reason: 'its Records are no list' })
}

function activityOf(record: JsonObject, checks: Checks): Activity | undefined {
  const said = 'specversion' in record ? fromCloudEvent(record) : fromTrailRecord(record)
  if (said.action === '' || said.source === '') {
    checks.reject('no-action', 'It does not say what was done, or in which system.')
    return undefined
  }
  const timeMs = Date.parse(said.time)
  if (!checks.time(Number.isNaN(timeMs) ? 0 : timeMs)) return undefined
  const raw = rawOf(record)
  if (raw === undefined) {
    checks.reject('nested-too-deeply', 'It is nested too deeply.')
    return undefined
  }
  if (raw.length > checks.limits.maxBodyLength) {
    checks.reject('record-too-long', 'It is longer than a record may be.')
    return undefined
  }
  const { time: _, id, attributes, outcome, ...texts } = said
  if (!checks.attributes({ ...attributes, ...texts })) return undefined
  return {
    ...texts,
    timeMs,
    id: id || createHash('sha256').update(raw).digest('hex').slice(0, 32),
    outcome,
    attributes,
    raw,
  }
}

/** The record as text; undefined when it is nested deeper than can be written. */
function rawOf(record: JsonObject): string | undefined {
  try {
    return JSON.stringify(record)
  } catch {
    return undefined
  }
}
