import { describe, expect, test } from 'vitest'
import { isPrivateAddress, readAddress, type SubscriberKind } from './address.ts'

describe('addresses', () => {
  test.each<[SubscriberKind, string, string | undefined]>([
    ['email', ' Cleo@Customer.Example ', 'cleo@customer.example'],
    ['email', 'cleo', undefined],
    ['email', 'cleo@customer.example\nbcc: x@y.example', undefined],
    ['email', `${'a'.repeat(500)}@customer.example`, undefined],
    ['sms', '+49 (170) 123-4567', '+491701234567'],
    ['sms', '0049 170 1234567', '+491701234567'],
    ['sms', '0170 1234567', undefined],
    ['webhook', 'https://example.com/hook?a=1', 'https://example.com/hook?a=1'],
    ['webhook', 'ftp://example.com/hook', undefined],
    ['webhook', 'https://ann:secret@example.com/hook', undefined],
    ['webhook', 'javascript:alert(1)', undefined],
  ])('%s %j', (kind, text, expected) => {
    expect(readAddress(kind, text)).toBe(expected)
  })
})

describe('networks that strangers must not make us write to', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'no address',
  ])('%s', (ip) => {
    expect(isPrivateAddress(ip)).toBe(true)
  })

  test.each(['93.184.216.34', '172.32.0.1', '2606:2800:220:1:248:1893:25c8:1946'])(
    '%s is public',
    (ip) => {
      expect(isPrivateAddress(ip)).toBe(false)
    },
  )
})
