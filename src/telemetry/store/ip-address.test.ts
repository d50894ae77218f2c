/** Addresses keep their sixteen bytes; what is no address is zeros. */
import { expect, test } from 'vitest'
import { ipv6Bytes } from './ip-address.ts'

for (const [address, hex] of [
  ['10.0.0.1', '00000000000000000000ffff0a000001'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['2001:db8::ff00:42:8329', '20010db8000000000000ff0000428329'],
  ['2001:db8:1:2:3:4:5:6', '20010db8000100020003000400050006'],
  ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ['::ffff:192.0.2.7', '00000000000000000000ffffc0000207'],
  ['1::', '00010000000000000000000000000000'],
  ['not an address', '00000000000000000000000000000000'],
] as const)
  test(`${address} is ${hex}`, () => {
    expect(Buffer.from(ipv6Bytes(address)).toString('hex')).toBe(hex)
  })
