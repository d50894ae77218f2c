/** Addresses as subscribers write them, in the one form in which they are kept. */
import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

export type SubscriberKind = 'email' | 'webhook' | 'sms'

const LONGEST = 500
const email = z.email()
const webhook = z.url({ protocol: /^https?$/ })
const NUMBER = /^\+[1-9]\d{6,14}$/

/** Undefined when it is none. Numbers are written as `+491701234567`. */
export function readAddress(kind: SubscriberKind, text: string): string | undefined {
  const given = text.trim()
  if (given === '' || given.length > LONGEST) return undefined
  if (kind === 'email') return email.safeParse(given).success ? given.toLowerCase() : undefined
  if (kind === 'sms') {
    const number = given.replace(/[\s().-]/g, '').replace(/^00/, '+')
    return NUMBER.test(number) ? number : undefined
  }
  if (!webhook.safeParse(given).success) return undefined
  const url = new URL(given)
  // Names and passwords in addresses end up in logs.
  return url.username || url.password || url.hash ? undefined : url.href
}

/** Networks that only those within them can reach, and those that are nobody's. */
const PRIVATE: Readonly<Record<'ipv4' | 'ipv6', readonly (readonly [string, number])[]>> = {
  ipv4: [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ],
  ipv6: [
    ['::', 127],
    ['64:ff9b::', 96],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ],
}
const privateNetworks = new BlockList()
for (const family of ['ipv4', 'ipv6'] as const)
  for (const [net, bits] of PRIVATE[family]) privateNetworks.addSubnet(net, bits, family)

/** Whether an IP address lies in a network that strangers must not make us write to. */
export function isPrivateAddress(ip: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped) return isPrivateAddress(mapped)
  const family = isIP(ip)
  return family === 0 || privateNetworks.check(ip, family === 4 ? 'ipv4' : 'ipv6')
}
