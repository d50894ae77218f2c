/** Any JSON, understood by the mapping that the model declares, in CEL. */
import { createHash, createHmac } from 'node:crypto'
import { compileExpression, type Expression } from '#base'
import { eventReceived, type NewFact } from '#ledger'
import type { SpecOf } from '#model'
import { NEVER_MS, type PushedAlert, saidAt } from '#operate'
import {
  type EventFormat,
  jsonOf,
  type Message,
  NotGenuine,
  NotUnderstood,
  type Source,
  secretOf,
} from '../format.ts'
import { isSame } from '../same.ts'

const MOST_EVENTS = 1_000
const LONGEST = 10_000
/** A signature is good for so long around its time, in seconds: an old message cannot be sent again by others. */
const FRESH_S = 300
/** These prove who it is, or how it came; a mapping has no use for them. */
const PRIVATE = new Set(['authorization', 'cookie', 'proxy-authorization', 'x-opsplane-token'])
const DELIVERY_HEADERS = ['webhook-id', 'x-request-id', 'idempotency-key', 'x-delivery-id']

type Mapping = NonNullable<SpecOf<'event-source'>['map']>
type Bindings = Readonly<Record<string, unknown>>

export const webhook: EventFormat = {
  name: 'webhook',
  prove(message, source, rim) {
    const secret = secretOf(source, rim)
    const why =
      source.spec.proof === 'token'
        ? whyNoToken(message, secret)
        : whyUnsigned(message, source, secret)
    if (why) throw new NotGenuine({ source: source.name, why })
  },
  read(message, source) {
    const { name: where, spec } = source
    const map = spec.map!
    const headers = Object.fromEntries(
      Object.entries(message.headers).filter(([name]) => !PRIVATE.has(name)),
    )
    const bindings = { body: jsonOf(message, source), headers, query: message.query }
    const said = deliveryOf(map, bindings, message, source)
    const deliveryId = said.slice(0, 500)
    const alerts: PushedAlert[] = []
    const facts: NewFact[] = []
    for (const item of itemsOf(map, bindings, where)) {
      if (map.when && answerOf('when', map.when, item, where) !== true) continue
      if (map.state === undefined) facts.push(eventOf(map, item, source, deliveryId))
      else alerts.push(alertOf(map, item, source))
    }
    const isEmpty = alerts.length + facts.length === 0
    return {
      deliveryId,
      alerts,
      facts,
      ...(isEmpty ? { ignored: 'nothing in it is of interest' } : {}),
    }
  },
}

/** As a bearer token, as the password of an address with a name and a password, or in a header of its own. */
function whyNoToken({ header }: Message, secret: string): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic) (\S+)$/i.exec(header('authorization') ?? '') ?? []
  const given =
    scheme?.toLowerCase() === 'basic'
      ? Buffer.from(value!, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : (value ?? header('x-opsplane-token'))
  if (given === undefined) return 'it carries no token'
  return isSame(given, secret) ? undefined : 'its token is not the right one'
}

/** Source: https://www.standardwebhooks.com */
function whyUnsigned(
  { header, body }: Message,
  { nowMs }: Source,
  secret: string,
): string | undefined {
  const [id, at, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(header)
  if (!id || !at || !given) return 'it carries no signature'
  if (!(Math.abs(nowMs / 1_000 - Number(at)) <= FRESH_S)) return 'its time is not the present'
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret)
  const hmac = createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64')
  const isSigned = given.split(' ').some((one) => isSame(one, `v1,${hmac}`))
  return isSigned ? undefined : 'its signature is not right'
}

function deliveryOf(map: Mapping, bindings: Bindings, message: Message, { name }: Source): string {
  if (map.delivery) return textOf('delivery', map.delivery, bindings, name)
  const header = DELIVERY_HEADERS.map((one) => message.header(one)).find(Boolean)
  return header ?? createHash('sha256').update(message.body).digest('hex')
}

function itemsOf(map: Mapping, bindings: Bindings, source: string): Bindings[] {
  if (!map.each) return [bindings]
  const items = answerOf('each', map.each, bindings, source)
  if (!Array.isArray(items)) throw new NotUnderstood({ source, why: 'each gives no list' })
  if (items.length > MOST_EVENTS)
    throw new NotUnderstood({ source, why: `it has more than ${MOST_EVENTS} events` })
  return items.map((item: unknown) => ({ ...bindings, item }))
}

function alertOf(map: Mapping, item: Bindings, source: Source): PushedAlert {
  const { name, nowMs } = source
  const isFiring = stateOf(answerOf('state', map.state!, item, name), name)
  const saidMs = timeOf(map, item, source)
  const identity = map.identity ? textOf('identity', map.identity, item, name) : undefined
  const description = map.description && optionalText(map.description, item)
  return {
    source: name,
    ...(identity === undefined ? {} : { identity }),
    labels: {
      alertname: name,
      ...labelsOf(map, item),
      source: name,
      ...(identity === undefined ? {} : { identity }),
    },
    annotations: {
      summary: textOf('title', map.title, item, name),
      ...(description ? { description } : {}),
    },
    startsMs: saidMs,
    endsMs: isFiring ? NEVER_MS : Math.min(saidMs, nowMs),
    receivedMs: nowMs,
    saidMs,
    url: (map.url && optionalText(map.url, item)) ?? '',
  }
}

function eventOf(map: Mapping, item: Bindings, source: Source, deliveryId: string): NewFact {
  const { name, workload, nowMs } = source
  const timeMs = Math.min(timeOf(map, item, source), nowMs)
  return eventReceived(
    `event-source:${name}`,
    {
      ...{ workload, source: name, type: 'webhook', deliveryId, state: null },
      title: textOf('title', map.title, item, name),
      severity: (map.severity && optionalText(map.severity, item)) ?? null,
      identity: (map.identity && optionalText(map.identity, item)) ?? null,
      labels: labelsOf(map, item),
      url: (map.url && optionalText(map.url, item)) ?? '',
    },
    { source: name, timeMs },
  )
}

/** A label whose value is not there is left out. */
function labelsOf(map: Mapping, item: Bindings): Record<string, string> {
  const severity = map.severity && optionalText(map.severity, item)
  const labels = Object.entries(map.labels).flatMap(([label, text]) => {
    const value = optionalText(text, item)
    return value ? [[label, value.slice(0, 1_000)] as const] : []
  })
  return { ...(severity ? { severity } : {}), ...Object.fromEntries(labels) }
}

const FIRING = /^(firing|triggered|alerting|open|opened|problem|down|critical|error|failed)$/i
const RESOLVED = /^(resolved|closed|ok|normal|recovered|recovery|up|cleared|success)$/i

/** Whether it is so. What is neither yes nor no is refused: nothing is over because a word was not understood. */
function stateOf(value: unknown, source: string): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && FIRING.test(value)) return true
  if (typeof value === 'string' && RESOLVED.test(value)) return false
  const said = JSON.stringify(value)?.slice(0, 100)
  throw new NotUnderstood({ source, why: `its state ${said} is neither firing nor resolved` })
}

function timeOf(map: Mapping, item: Bindings, { nowMs }: Source): number {
  const result = map.at ? compiled(map.at).evaluate(item) : undefined
  if (result?.state !== 'value') return nowMs
  const { value } = result
  const timeMs =
    typeof value === 'number'
      ? // Seconds until the year 2286, milliseconds from 1970 on.
        value < 1e10
        ? value * 1_000
        : value
      : Date.parse(String(value))
  const isATime = timeMs >= 0 && timeMs < NEVER_MS
  return isATime ? saidAt(Math.round(timeMs), nowMs) : nowMs
}

/** @throws NotUnderstood */
function answerOf(field: string, text: string, bindings: Bindings, source: string): unknown {
  const result = compiled(text).evaluate(bindings)
  if (result.state === 'value') return result.value
  const why = result.state === 'missing' ? result.what : result.message
  throw new NotUnderstood({ source, why: `its ${field} (${text}): ${why}` })
}

/** @throws NotUnderstood */
function textOf(field: string, text: string, bindings: Bindings, source: string): string {
  const value = plain(answerOf(field, text, bindings, source))
  if (value === undefined || value === '')
    throw new NotUnderstood({ source, why: `its ${field} (${text}) is no text` })
  return value
}

function optionalText(text: string, bindings: Bindings): string | undefined {
  const result = compiled(text).evaluate(bindings)
  return result.state === 'value' ? plain(result.value) : undefined
}

function plain(value: unknown): string | undefined {
  if (typeof value === 'string') return value.slice(0, LONGEST)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

const expressions = new Map<string, Expression>()

function compiled(text: string): Expression {
  const known = expressions.get(text) ?? compileExpression(text)
  if (expressions.size > 1_000) expressions.clear()
  expressions.set(text, known)
  return known
}
