/**
 * A way to reach people. A new one is a file in channels/ and a line in the list there.
 *
 * A good channel sends one message to one address; gives the receiver `delivery.id`, so that a duplicate is
 * recognised; returns only when the receiver's server has accepted; and says truly whether a failure may
 * have arrived all the same.
 */
import type { z } from 'zod'
import type { NotificationMessage } from '#ledger'
import type { Mailer } from './mailer.ts'
import type { Purpose } from './notification.ts'

/** What a channel is given to send. */
export interface Delivery {
  readonly id: string
  readonly workload: string
  readonly incident: string | null
  readonly purpose: Purpose
  /** What it is about; a channel may thread by it. */
  readonly topic: string
  readonly address: string
  readonly message: NotificationMessage
  /** When it was queued, in milliseconds since 1970: the same for every attempt. */
  readonly queuedAtMs: number
}

/** What a channel may use of the world. */
export interface ChannelContext {
  /** Address of this server, without a slash at the end. */
  readonly baseUrl: string
  readonly mailer: Mailer
  readonly fetch: typeof fetch
  readonly secrets: (name: string) => string | undefined
  readonly nowMs: () => number
}

export interface Channel<Type extends string = string, Shape extends z.ZodObject = z.ZodObject> {
  readonly type: Type
  /** One sentence for the reference. */
  readonly summary: string
  readonly config: Shape
  /** Where messages go: each address gets its own, with its own receipt. */
  addresses(config: z.output<Shape>): readonly string[]
  /** Resolves with what the receiver's server said. Throws DeliveryRefused; anything else is uncertain. */
  send(delivery: Delivery, config: z.output<Shape>, context: ChannelContext): Promise<string>
}

export function defineChannel<Type extends string, Shape extends z.ZodObject>(
  channel: Channel<Type, Shape>,
): Channel<Type, Shape> {
  return channel
}
