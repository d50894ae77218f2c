/**
 * Events of other systems. `/events` takes CloudEvents 1.0 in structured and binary form from whoever has a token;
 * `/events/SOURCE` takes what a source of the model sends, when it proves that it is its own. Each delivery is taken
 * once, however often it comes.
 */
import type { Context, Hono } from 'hono'
import { defineError, type Log, messageOf } from '#base'
import { CloudEvent, factOf, isKnownDeployment } from '#evolve'
import type { Ledger } from '#ledger'
import { loadModel } from '#model'
import { alertOf, type Received, takeDelivery } from '#operate'
import { readBody } from '#telemetry'
import { guard } from '../../access/guard.ts'
import { problemOf } from '../../problem.ts'
import { parseJson } from '../json.ts'
import { workloadOf } from '../workload.ts'
import type { Message, Rim } from './format.ts'
import { formatOf } from './formats/index.ts'

export const NotAnEvent = defineError('events.not-an-event', 'bad-input', {
  message: (d: { why: string }) => `This is no CloudEvent: ${d.why}.`,
  hint: 'Send application/cloudevents+json, or the ce-* headers with a JSON body.',
})
export const NoSuchSource = defineError('events.no-such-source', 'not-found', {
  message: (d: { source: string }) => `The model declares no source of events called ${d.source}.`,
  hint: "Declare it: eventSource('name', { format: 'webhook', … }).",
})

const LIMITS = { compressedBytes: 2 ** 20, bytes: 2 ** 20 }

export interface EventOptions extends Rim {
  readonly ledger: Ledger
  readonly log: Log
  readonly needsToken: boolean
}

export function mountEvents(app: Hono, options: EventOptions): void {
  const { ledger, log, needsToken } = options
  app.post('/events', (c) =>
    answered(c, async () => {
      const account = needsToken ? await guard(ledger, c, 'operate') : undefined
      const event = readCloudEvent(c, parse(await bodyOf(c)))
      const workload = await workloadOf(ledger, c.req.query('workload'))
      if (!workload) return c.json({ data: { taken: 'ignored' }, next: null })
      const by = account ? `person:${account.name}` : `source:${event.source}`
      const received = saidBy(event, workload, await ledger.nowMs())
      return take(c, { workload, source: event.source, by }, received)
    }),
  )

  app.post('/events/:source', (c) =>
    answered(c, async () => {
      const name = c.req.param('source')
      const workload = await workloadOf(ledger, c.req.query('workload'))
      const model = workload ? await loadModel(ledger.database.sql, workload) : undefined
      const spec = model?.get('event-source', name)?.spec
      if (!workload || !spec) throw new NoSuchSource({ source: name })
      const source = { name, workload, spec, nowMs: await ledger.nowMs() }
      const message = messageIn(c, await bodyOf(c))
      const format = formatOf(spec.format)
      await format.prove(message, source, options)
      const received = format.read(message, source)
      return take(c, { workload, source: name, by: `source:${name}` }, received)
    }),
  )

  async function take(
    c: Context,
    on: { readonly workload: string; readonly source: string; readonly by: string },
    received: Received,
  ): Promise<Response> {
    const { answer } = await takeDelivery(ledger, on, received, (sql) =>
      isKnownDeployment(sql, on.workload, `${on.source}#${received.deliveryId}`),
    )
    return c.json({ data: answer, next: null }, answer.taken === 'recorded' ? 201 : 200)
  }

  async function answered(c: Context, answer: () => Promise<Response>): Promise<Response> {
    try {
      return await answer()
    } catch (error) {
      const problem = problemOf(error, '')
      const { status, code } = problem
      const fields = { path: c.req.path, code, why: messageOf(error) }
      if (status >= 500) log.error('an event was not taken', fields)
      else log.warn('an event was refused', fields)
      return c.json(problem, status as 400, { 'content-type': 'application/problem+json' })
    }
  }
}

/** An alert is kept as it was said last, and everything else once. */
function saidBy(event: CloudEvent, workload: string, nowMs: number): Received {
  const deliveryId = event.id
  const alert = alertOf(event, nowMs)
  if (alert) return { deliveryId, alerts: [alert], facts: [] }
  const fact = factOf(event, workload)
  if (fact) return { deliveryId, alerts: [], facts: [fact] }
  return { deliveryId, alerts: [], facts: [], ignored: `${event.type} is of no interest` }
}

function bodyOf(c: Context): Promise<Uint8Array> {
  const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null
  return readBody(c.req.header('content-encoding'), body ?? new Uint8Array(), LIMITS)
}

function messageIn(c: Context, body: Uint8Array): Message {
  const headers = c.req.header()
  return { header: (name) => headers[name], headers, query: c.req.query(), body }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes)
  } catch (cause) {
    throw new NotAnEvent({ why: messageOf(cause) }, { cause })
  }
}

function readCloudEvent(c: Context, json: unknown): CloudEvent {
  const header = (name: string) => c.req.header(`ce-${name}`)
  const event = header('specversion')
    ? {
        specversion: header('specversion'),
        id: header('id'),
        source: header('source'),
        type: header('type'),
        time: header('time'),
        subject: header('subject'),
        data: json,
      }
    : json
  const parsed = CloudEvent.safeParse(event)
  if (!parsed.success)
    throw new NotAnEvent({ why: parsed.error.issues[0]!.path.join('.') || 'it is no object' })
  return parsed.data
}
