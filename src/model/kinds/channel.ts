import { z } from 'zod'
import { defineKind } from '../kind.ts'

/** A way to reach people that is not one person's own address. */
export const channel = defineKind({
  kind: 'channel',
  summary: 'A way to reach people: a webhook, a mailing list, a chat room.',
  schema: z.strictObject({
    type: z.string().describe('One of the channel types of the reference: email, webhook'),
    config: z.record(z.string(), z.unknown()).describe('The fields of the type'),
  }),
})
