/**
 * CloudEvents in structured mode. The event says what happened in which system to what; who did it stands in the
 * extension for it, or in its data. Data that is a record of a trail is read as such.
 * Source: https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/authcontext.md
 */
import type { Activity } from '../../model.ts'
import { isObject, type JsonObject, textOf } from '../json-body.ts'
import { fromTrailRecord, type SaidActivity } from './trail-record.ts'

/** Attributes of every event, which have a place of their own. */
const PLACED = new Set(
  'specversion id source type subject time data data_base64 authid authtype'.split(' '),
)
const OUTCOMES: readonly Activity['outcome'][] = ['ok', 'denied', 'error']

export function fromCloudEvent(event: JsonObject): SaidActivity {
  const data = isObject(event.data) ? event.data : {}
  if ('eventName' in data && 'eventSource' in data) {
    const said = fromTrailRecord(data)
    return { ...said, id: said.id || textOf(event.id), time: said.time || textOf(event.time) }
  }
  const told = (...names: string[]) =>
    names.map((name) => textOf(event[name]) || textOf(data[name])).find(Boolean) ?? ''
  const outcome = told('outcome')
  return {
    time: textOf(event.time),
    // Only the id and the source together are unique.
    id: [textOf(event.source), textOf(event.id)].filter(Boolean).join('#'),
    actor: told('authid', 'actor', 'user'),
    actorKind: told('authtype'),
    address: told('address', 'sourceIPAddress'),
    agent: told('agent', 'userAgent'),
    source: textOf(event.source),
    action: textOf(event.type),
    target: textOf(event.subject),
    outcome: OUTCOMES.find((one) => one === outcome) ?? 'ok',
    reason: told('reason'),
    attributes: Object.fromEntries(
      Object.entries(event).flatMap(([name, value]) =>
        PLACED.has(name) || textOf(value) === '' ? [] : [[name, textOf(value)]],
      ),
    ),
  }
}
