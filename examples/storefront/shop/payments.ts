/**
 * Charges cards at the processor, by the primary or the standby route. Asks with the key of the order, so
 * nobody pays twice, however often an order is tried.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { call } from './client.ts'
import { jsonOf, Refused, serve } from './server.ts'
import type { Settings } from './settings.ts'
import { durationBuckets, meter, say, why } from './telemetry.ts'

const ROUTES = { primary: 'processor-link', standby: 'standby-processor' } as const
type RouteName = keyof typeof ROUTES
const isRoute = (name: unknown): name is RouteName => typeof name === 'string' && name in ROUTES

const PROCESSOR_WITHIN_MS = 2_500

export function payments(settings: Settings): void {
  // Kept in a file: a restart in the middle of an outage must not go back to the slow processor.
  const routeFile = join(settings.folder, 'payments-route')
  const kept = existsSync(routeFile) ? readFileSync(routeFile, 'utf8').trim() : ''
  let route: RouteName = isRoute(kept) ? kept : 'primary'

  const authorised = meter().createCounter('shop.payments.authorised')
  const duration = meter().createHistogram('payments.processor.duration', durationBuckets)
  for (const result of ['ok', 'declined', 'failed'])
    for (const processor of Object.keys(ROUTES)) authorised.add(0, { result, processor })

  serve(settings, {
    'POST /payments': async (asked) => {
      const { order, amount, card } = jsonOf<{ order: string; amount: number; card: string }>(asked)
      const startedAt = performance.now()
      const processor = route
      try {
        const answer = await call(
          'card-processor',
          `${settings.addresses[ROUTES[processor]]}/charges`,
          {
            method: 'POST',
            body: { key: order, amount, card },
            timeoutMs: PROCESSOR_WITHIN_MS,
            repeatable: true,
          },
        )
        const result = answer.ok ? 'ok' : answer.status === 402 ? 'declined' : 'failed'
        authorised.add(1, { processor, result })
        if (!answer.ok) throw new Refused(answer.status === 402 ? 402 : 502, `the charge ${result}`)
        return { status: 201, body: JSON.parse(answer.text) as { id: string } }
      } catch (error) {
        if (error instanceof Refused) throw error
        authorised.add(1, { processor, result: 'failed' })
        say('the card processor does not answer', { why: why(error), processor }, 'error')
        throw new Refused(504, 'the card processor does not answer')
      } finally {
        duration.record((performance.now() - startedAt) / 1_000, { processor })
      }
    },
    'GET /route': () => ({ body: { route } }),
    'PUT /route': (asked) => {
      const wanted = jsonOf<{ route?: unknown }>(asked).route
      if (!isRoute(wanted))
        throw new Refused(400, `the routes of payments are ${Object.keys(ROUTES).join(' and ')}`)
      if (wanted !== route) say('payments takes another route', { route: wanted })
      route = wanted
      writeFileSync(routeFile, `${route}\n`)
      return { body: { route } }
    },
  })
}
