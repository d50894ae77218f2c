/** Events of other systems: CloudEvents 1.0 in structured and binary form. Taken once, however often they come. */
import type { Context, Hono } from 'hono'
import { defineError, messageOf } from '#base'
import { CloudEvent, recordEvent } from '#evolve'
import type { Ledger } from '#ledger'
import { alertOf, takeAlerts } from '#operate'
import { readBody } from '#telemetry'
import { guard } from '../access/guard.ts'
import { problemOf } from '../problem.ts'
import { workloadOf } from './workload.ts'

export const NotAnEvent = defineError('events.not-an-event', 'bad-input', {
  message: (d: { why: string }) => `This is no CloudEvent: ${d.why}.`,
  hint: 'Send application/cloudevents+json, or the ce-* headers with a JSON body.',
})
const LIMITS = { compressedBytes: 2 ** 20, bytes: 2 ** 20 }

export function mountEvents(app: Hono, options: { ledger: Ledger; needsToken: boolean }): void {
  const { ledger, needsToken } = options
  app.post('/events', async (c) => {
    try {
      const account = needsToken ? await guard(ledger, c, 'operate') : undefined
      const event = await read(c)
      const workload = await workloadOf(ledger, c.req.query('workload'))
      const by = account ? `person:${account.name}` : `source:${event.source}`
      const taken = workload ? await take(ledger, event, workload, by) : 'ignored'
      return c.json({ data: { taken }, next: null }, taken === 'recorded' ? 201 : 200)
    } catch (error) {
      const problem = problemOf(error, '')
      return c.json(problem, problem.status as 400, { 'content-type': 'application/problem+json' })
    }
  })
}

/** An alert is kept as it was said last, and everything else once. */
async function take(ledger: Ledger, event: CloudEvent, workload: string, by: string) {
  const alert = alertOf(event, await ledger.nowMs())
  if (!alert) return recordEvent(ledger, event, workload, by)
  await takeAlerts(ledger, { workload, source: event.source, by }, [alert])
  return 'recorded' as const
}

async function read(c: Context): Promise<CloudEvent> {
  const bytes = await readBody(
    c.req.header('content-encoding'),
    c.req.raw.body as unknown as AsyncIterable<Uint8Array>,
    LIMITS,
  )
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new NotAnEvent({ why: messageOf(cause) }, { cause })
  }
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
