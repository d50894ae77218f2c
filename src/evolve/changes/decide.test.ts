import { describe, expect, test } from 'vitest'
import { CloudEvent, factOf } from './decide.ts'

const event = (over: Partial<CloudEvent>): CloudEvent => ({
  specversion: '1.0',
  id: '1',
  source: 'shop',
  type: 'dev.cdevents.service.deployed.0.2.0',
  time: '2026-01-05T09:00:00Z',
  data: {
    subject: {
      content: {
        service: 'orders',
        version: '1.5.0',
        previous: '1.4.0',
        environment: 'production',
      },
    },
  },
  ...over,
})

describe('events of other systems', () => {
  test('a deployment becomes a fact at the time it happened', () => {
    expect(factOf(event({}), 'storefront')).toMatchObject({
      type: 'deployment.finished',
      subject: 'component:orders',
      timeMs: Date.UTC(2026, 0, 5, 9),
      data: { version: '1.5.0', previous: '1.4.0', outcome: 'success', deliveryId: 'shop#1' },
    })
  })
  test('an environment may be an object with an id, as CDEvents writes it', () => {
    const data = {
      subject: { content: { service: 'orders', version: '2', environment: { id: 'test' } } },
    }
    expect(factOf(event({ data }), 'storefront')!.data).toMatchObject({
      environment: 'test',
      previous: null,
    })
  })
  test('any version of the type is read, and other types are left alone', () => {
    expect(factOf(event({ type: 'dev.cdevents.service.upgraded.1.0.0-draft' }), 's')).toBeDefined()
    expect(factOf(event({ type: 'dev.cdevents.build.started.0.2.0' }), 's')).toBeUndefined()
  })
  test('a deployment without a service is refused', () => {
    expect(() => factOf(event({ data: { subject: { content: {} } } }), 's')).toThrow()
  })
  test('an event without an id is no CloudEvent', () => {
    expect(CloudEvent.safeParse({ specversion: '1.0', source: 'x', type: 'y' }).success).toBe(false)
  })
})
