/** Every way to reach people. A new one is a file beside this one and a line in this list. */
import type { z } from 'zod'
import type { Channel } from '../channel.ts'
import { email } from './email.ts'
import { mattermost } from './mattermost.ts'
import { ntfy } from './ntfy.ts'
import { opsgenie } from './opsgenie.ts'
import { pagerduty } from './pagerduty.ts'
import { slack } from './slack.ts'
import { sms } from './sms.ts'
import { teams } from './teams.ts'
import { voice } from './voice.ts'
import { webhook } from './webhook.ts'

export const channels = [
  email,
  webhook,
  sms,
  voice,
  slack,
  teams,
  mattermost,
  ntfy,
  pagerduty,
  opsgenie,
] as const

export function channelOf(type: string): Channel | undefined {
  return (channels as unknown as readonly Channel[]).find((channel) => channel.type === type)
}

/** What the configuration of each type must look like, for the check of models. */
export const channelSchemas: ReadonlyMap<string, z.ZodType> = new Map(
  channels.map(({ type, config }) => [type, config]),
)
