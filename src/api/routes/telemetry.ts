/** What telemetry costs, and deleting what it has about a person. */
import { createHash } from 'node:crypto'
import { telemetryErased } from '#ledger'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names = 'telemetry.storage' | 'telemetry.count-person' | 'telemetry.erase-person'

export function telemetryHandlers({ telemetry, ledger }: Services): Handlers<Names> {
  const { keeping, store } = telemetry
  return {
    'telemetry.storage': async () => {
      const signals = await keeping.storage()
      return {
        data: {
          place: store.place(),
          state: store.health().state,
          signals: signals.map(({ oldest = null, keptMs = null, ...rest }) => ({
            ...rest,
            oldest,
            keptMs,
          })),
          bytes: signals.reduce((sum, { bytes }) => sum + bytes, 0),
        },
      }
    },
    'telemetry.count-person': async ({ body }) => ({ data: await keeping.rowsOf(body) }),
    'telemetry.erase-person': async ({ body: { signal, ...person } }, { actor }) => {
      const { rows, left } = await keeping.erase(person, signal)
      const { attribute, value } = person
      const valueHash = createHash('sha256').update(`${attribute}=${value}`).digest('hex')
      const data = { signal, attribute, valueHash, rows, left }
      await ledger.transact({ actor, source: 'api' }, (tx) =>
        tx.append(telemetryErased(`telemetry:${signal}`, data)),
      )
      return { data: { rows, left } }
    },
  }
}
