/** To whom a pushed alert belongs and what it says at a time; what an event says of one. */
import { describe, expect, test } from 'vitest'
import { ownerOf, type PushedAlert, samplesOf } from './alert.ts'
import { alertOf } from './read-event.ts'

const T0 = Date.UTC(2026, 0, 5, 9)
const MINUTE = 60_000
const alert = (more: Partial<PushedAlert> = {}): PushedAlert => ({
  source: 'prometheus:9090',
  labels: { alertname: 'HighErrorRate', service: 'orders' },
  annotations: {},
  startsMs: T0,
  endsMs: T0 + 4 * MINUTE,
  receivedMs: T0,
  saidMs: T0,
  url: '',
  ...more,
})

describe('an alert belongs', () => {
  test('to the alarm of its name, however it is written', () => {
    expect(ownerOf(alert(), [{ alarm: 'high-error-rate', match: {} }])).toBe('high-error-rate')
    expect(ownerOf(alert(), [{ alarm: 'high-errors', match: {} }])).toBeUndefined()
  })

  test('to the one whose labels it has, and to the one that names most of them', () => {
    const claims = [
      { alarm: 'any-orders', match: { service: 'orders' } },
      { alarm: 'errors-of-orders', match: { service: 'orders', alertname: 'HighErrorRate' } },
      { alarm: 'pay', match: { service: 'pay' } },
    ]
    expect(ownerOf(alert(), claims)).toBe('errors-of-orders')
    expect(ownerOf(alert({ labels: { service: 'orders' } }), claims)).toBe('any-orders')
  })

  test('to no alarm of another source', () => {
    const claims = [{ alarm: 'high-error-rate', source: 'elsewhere', match: {} }]
    expect(ownerOf(alert(), claims)).toBeUndefined()
  })
})

describe('an alert says', () => {
  const said = (nowMs: number, heardMs: number, ...alerts: PushedAlert[]) =>
    samplesOf(alerts, new Map([['prometheus:9090', heardMs]]), { nowMs, resendMs: MINUTE }).map(
      ({ value, silent }) => (silent ? 'stale' : value === 1 ? 'breached' : 'good'),
    )

  test.each<[string, number, number, Partial<PushedAlert>, string]>([
    ['that it is so until it ends', 3, 0, {}, 'breached'],
    ['nothing when it ends and its source is silent', 5, 0, {}, 'stale'],
    ['that it is over when it ends and its source is heard', 5, 4, {}, 'good'],
    [
      'that it is over when that was its last word',
      60,
      2,
      { endsMs: T0 + 2 * MINUTE, receivedMs: T0 + 2 * MINUTE },
      'good',
    ],
  ])('%s', (_, nowMin, heardMin, more, expected) => {
    expect(said(T0 + nowMin * MINUTE, T0 + heardMin * MINUTE, alert(more))).toEqual([expected])
  })

  test('of two sources that say the same, one is enough', () => {
    const over = alert({ source: 'prometheus-2:9090', endsMs: T0, receivedMs: T0 })
    expect(said(T0 + MINUTE, T0, over, alert())).toEqual(['breached'])
  })
})

describe('an event', () => {
  const event = (type: string, data: unknown, time?: string) =>
    alertOf({ source: 'vendor', type, data, time }, T0)

  test('says an alert until it says that it is over', () => {
    const firing = event('com.example.alert.firing.v1', { name: 'Slow', labels: { zone: 'a' } })
    expect(firing).toMatchObject({ source: 'vendor', labels: { alertname: 'Slow', zone: 'a' } })
    expect(samplesOf([firing!], new Map(), { nowMs: T0 + 1e9, resendMs: MINUTE })).toMatchObject([
      { value: 1, labels: { zone: 'a' } },
    ])
    const over = event('com.example.alert.resolved.v1', { name: 'Slow', labels: { zone: 'a' } })
    expect(samplesOf([over!], new Map(), { nowMs: T0, resendMs: MINUTE })).toMatchObject([
      { value: 0 },
    ])
  })

  test('of CDEvents says an incident as an alert', () => {
    const content = { description: 'Orders fail', service: { id: 'orders' } }
    const said = event('dev.cdevents.incident.detected.0.3.0', { subject: { id: 'i-1', content } })
    expect(said).toMatchObject({
      labels: { alertname: 'i-1', service: 'orders' },
      annotations: { summary: 'Orders fail' },
    })
  })

  test('of anything else says none', () => {
    expect(event('dev.cdevents.service.deployed.0.2.0', {})).toBeUndefined()
    expect(event('com.example.alertness.firing', {})).toBeUndefined()
  })
})
