/** IP addresses as the sixteen bytes in which they are kept: IPv4 stands in its place within IPv6. */
import { isIP } from 'node:net'

/** The bytes of an address; all zeros for what is none. */
export function ipv6Bytes(address: string): Uint8Array {
  const bytes = new Uint8Array(16)
  const version = isIP(address)
  if (version === 4) {
    bytes.set([0xff, 0xff], 10)
    bytes.set(address.split('.').map(Number), 12)
  } else if (version === 6) {
    const plain = address.replace(/%.*$/, '')
    const [head = '', tail] = plain.split('::', 2)
    const front = groupsOf(head)
    const back = tail === undefined ? [] : groupsOf(tail)
    bytes.set(front, 0)
    bytes.set(back, 16 - back.length)
  }
  return bytes
}

function groupsOf(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}
