/** Calls between services are found once each, in whatever order their two spans arrive. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Span } from '../model.ts'
import { CallPairing } from './call-pairing.ts'

const span = (
  spanId: string,
  parentId: string,
  service: string,
  more: Partial<Span> = {},
): Span => ({
  traceId: 'ab'.repeat(16),
  spanId,
  parentId,
  service,
  name: spanId,
  kind: 2,
  startNs: 5n,
  durationNs: 7n,
  status: 0,
  statusMessage: '',
  attributes: {},
  resource: { 'service.version': `${service}-2` },
  events: [],
  ...more,
})

test('a span and its parent in another service are a call, as long as the caller waited', () => {
  const pairing = new CallPairing()
  expect(pairing.pair([span('child', 'parent', 'payments', { status: 2 })], 0)).toEqual([])
  expect(
    pairing.pair(
      [span('parent', '', 'orders', { kind: 3, durationNs: 99n }), span('own', 'parent', 'orders')],
      1,
    ),
  ).toEqual([
    {
      spanId: 'child',
      startNs: 5n,
      caller: 'orders',
      callee: 'payments',
      release: 'payments-2',
      durationNs: 99n,
      failed: true,
    },
  ])
})

test('a parent that is no call itself tells neither how long the call took nor whether it failed', () => {
  const pairing = new CallPairing()
  const parent = span('parent', '', 'orders', { kind: 2, durationNs: 99n, status: 2 })
  expect(pairing.pair([parent, span('child', 'parent', 'payments')], 0)).toMatchObject([
    { durationNs: 7n, failed: false },
  ])
})

test('what is sent twice is one call, and what was not kept is a call when it comes again', () => {
  const pairing = new CallPairing()
  const [parent, child] = [span('parent', '', 'orders'), span('child', 'parent', 'payments')]
  expect(pairing.pair([parent], 0)).toHaveLength(0)
  expect(pairing.pair([child], 1)).toHaveLength(1)
  expect(pairing.pair([child, parent], 2)).toHaveLength(0)
  pairing.forget([child])
  expect(pairing.pair([child], 3)).toHaveLength(1)
})

test('who waits in vain is forgotten', () => {
  const pairing = new CallPairing()
  pairing.pair([span('child', 'parent', 'payments')], 0)
  pairing.pair([span('other', '', 'orders')], 120_000)
  expect(pairing.waiting).toBe(1)
  expect(pairing.pair([span('parent', '', 'orders')], 120_001)).toEqual([])
})

test('in any order and in any batches the calls are the same', () => {
  const trace = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      parent: fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f', 'gone'),
      service: fc.constantFrom('x', 'y', 'z'),
    }),
    { selector: ({ id }) => id },
  )
  fc.assert(
    fc.property(trace, fc.array(fc.nat(), { maxLength: 12 }), (parts, cuts) => {
      const spans = parts.map(({ id, parent, service }) => span(id, parent, service))
      const services = new Map<string, string>(parts.map(({ id, service }) => [id, service]))
      const expected = parts
        .filter(({ parent, service }) => services.has(parent) && services.get(parent) !== service)
        .map(({ id, parent, service }) => `${services.get(parent)}>${service} ${id}`)
      const pairing = new CallPairing()
      const rest = [...spans]
      const found: string[] = []
      for (const cut of [...cuts, 99]) {
        const batch = rest.splice(0, cut === 99 ? rest.length : cut % 3)
        for (const { caller, callee, spanId } of pairing.pair(batch, 0))
          found.push(`${caller}>${callee} ${spanId}`)
      }
      expect(found.sort()).toEqual(expected.sort())
    }),
  )
})
