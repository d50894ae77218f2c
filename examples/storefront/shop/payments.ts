/** Charges cards at the processor, by the primary or the standby route. Asks with the key of the order, so nobody pays twice. */
import { call, serve } from './http.ts'
import type { Settings } from './settings.ts'
import { durationBuckets, meter, say } from './telemetry.ts'

const ROUTES = { primary: 'processor-link', standby: 'standby-processor' } as const
type RouteName = keyof typeof ROUTES

export function payments(settings: Settings): void {
  let route: RouteName = 'primary'
  const authorised = meter().createCounter('shop.payments.authorised')
  const duration = meter().createHistogram('payments.processor.duration', durationBuckets)
  for (const result of ['ok', 'declined', 'failed'])
    for (const processor of Object.keys(ROUTES)) authorised.add(0, { result, processor })

  serve(settings, {
    'POST /payments': async ({ body }) => {
      const { order, amount } = JSON.parse(body) as { order: string; amount: number }
      const startedAt = performance.now()
      const labels = { processor: route }
      try {
        const answer = await call(
          'card-processor',
          `${settings.addresses[ROUTES[route]]}/charges`,
          {
            method: 'POST',
            body: { key: order, amount },
            timeoutMs: 2_500,
          },
        )
        const result = answer.ok ? 'ok' : answer.status === 402 ? 'declined' : 'failed'
        authorised.add(1, { ...labels, result })
        if (!answer.ok)
          return { status: answer.status === 402 ? 402 : 502, body: { error: result } }
        return { status: 201, body: { id: ((await answer.json()) as { id: string }).id } }
      } catch (error) {
        authorised.add(1, { ...labels, result: 'failed' })
        say('the card processor does not answer', { why: (error as Error).message, route }, 'error')
        return { status: 504, body: { error: 'the card processor does not answer' } }
      } finally {
        duration.record((performance.now() - startedAt) / 1_000, labels)
      }
    },
    'GET /route': () => ({ body: { route } }),
    'PUT /route': ({ body }) => {
      const wanted = (JSON.parse(body) as { route: string }).route
      if (!(wanted in ROUTES))
        return { status: 400, body: { error: `the routes are ${Object.keys(ROUTES).join(', ')}` } }
      route = wanted as RouteName
      say('payments takes another route', { route })
      return { body: { route } }
    },
  })
}
