/** Every way to reach people. A new one is a file beside this one and a line in this list. */
import type { Channel } from '../channel.ts'
import { email } from './email.ts'
import { webhook } from './webhook.ts'

export const channels = [email, webhook] as const

export function channelOf(type: string): Channel | undefined {
  return (channels as unknown as readonly Channel[]).find((channel) => channel.type === type)
}
