/** CloudWatch alarms that come through SNS. A subscription is never confirmed by itself: a person does, who sees it. */
import { z } from 'zod'
import { eventReceived, subscriptionAsked } from '#ledger'
import { NEVER_MS, type Received, saidAt } from '#operate'
import { parseJson } from '../../json.ts'
import {
  type EventFormat,
  jsonOf,
  type Message,
  NotGenuine,
  NotUnderstood,
  type Source,
} from '../format.ts'
import { amazonUrl, SnsMessage, whyNotSigned } from './sns-signature.ts'

const Text = z.string().max(10_000)
const CloudWatchAlarm = z.object({
  AlarmName: z.string().min(1).max(500),
  AlarmDescription: Text.nullish(),
  AWSAccountId: Text.nullish(),
  NewStateValue: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  NewStateReason: Text.nullish(),
  StateChangeTime: z.string().max(100).nullish(),
  AlarmArn: Text.nullish(),
  Region: Text.nullish(),
  Trigger: z
    .object({
      MetricName: Text.nullish(),
      Namespace: Text.nullish(),
      Dimensions: z
        .array(z.object({ name: z.string().max(300), value: z.string().max(1_100) }))
        .nullish(),
    })
    .nullish(),
})
type CloudWatchAlarm = z.infer<typeof CloudWatchAlarm>

export const sns: EventFormat = {
  name: 'sns',
  async prove(message, source, { fetch }) {
    const said = parse(message, source)
    // Amazon signs for whoever has an account: only the topics of the model are ours.
    const why = source.spec.topics.includes(said.TopicArn)
      ? await whyNotSigned(said, fetch)
      : `the model does not name its topic ${said.TopicArn}`
    if (why) throw new NotGenuine({ source: source.name, why })
  },
  read(message, source) {
    const said = parse(message, source)
    return { deliveryId: said.MessageId, ...saidBy(said, source) }
  },
}

function parse(message: Message, source: Source): SnsMessage {
  const parsed = SnsMessage.safeParse(jsonOf(message, source))
  if (parsed.success) return parsed.data
  const { path, message: why } = parsed.error.issues[0]!
  throw new NotUnderstood({ source: source.name, why: `${path.join('.')} ${why}`.trim() })
}

function saidBy(said: SnsMessage, source: Source): Omit<Received, 'deliveryId'> {
  const { name, workload } = source
  if (said.Type === 'UnsubscribeConfirmation')
    return { alerts: [], facts: [], ignored: 'the subscription was ended' }
  if (said.Type === 'SubscriptionConfirmation') {
    const url = amazonUrl(said.SubscribeURL ?? '')
    if (!url) throw new NotUnderstood({ source: name, why: 'SubscribeURL is not at a host of SNS' })
    const of = { workload, source: name, topic: said.TopicArn }
    return {
      alerts: [],
      facts: [subscriptionAsked(`event-source:${name}`, { ...of, url: url.href })],
    }
  }
  const alarm = alarmOf(said.Message)
  return alarm ? ofAlarm(alarm, said, source) : ofText(said, source)
}

function alarmOf(text: string): CloudWatchAlarm | undefined {
  try {
    return CloudWatchAlarm.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}

function ofAlarm(
  alarm: CloudWatchAlarm,
  said: SnsMessage,
  source: Source,
): Omit<Received, 'deliveryId'> {
  // Data that is missing does not say that it is over.
  if (alarm.NewStateValue === 'INSUFFICIENT_DATA')
    return { alerts: [], facts: [], ignored: `${alarm.AlarmName} has no data, which ends nothing` }
  const { nowMs, name } = source
  const saidMs = saidAt(Date.parse(alarm.StateChangeTime ?? said.Timestamp), nowMs)
  const { MetricName, Namespace, Dimensions } = alarm.Trigger ?? {}
  const labels = {
    ...Object.fromEntries((Dimensions ?? []).map((one) => [labelName(one.name), one.value])),
    ...(Namespace ? { namespace: Namespace } : {}),
    ...(MetricName ? { metric: MetricName } : {}),
    ...(alarm.AWSAccountId ? { account: alarm.AWSAccountId } : {}),
    ...(said.TopicArn.split(':')[3] ? { region: said.TopicArn.split(':')[3]! } : {}),
    alertname: alarm.AlarmName,
    source: name,
  }
  const alert = {
    ...{ source: name, labels, identity: alarm.AlarmArn ?? alarm.AlarmName },
    annotations: {
      ...(alarm.AlarmDescription ? { summary: alarm.AlarmDescription } : {}),
      ...(alarm.NewStateReason ? { description: alarm.NewStateReason } : {}),
    },
    ...{ startsMs: saidMs, saidMs, receivedMs: nowMs, url: '' },
    endsMs: alarm.NewStateValue === 'ALARM' ? NEVER_MS : Math.min(saidMs, nowMs),
  }
  return { alerts: [alert], facts: [] }
}

/** Any other message is an event, told by its subject or the beginning of its text. */
function ofText(said: SnsMessage, source: Source): Omit<Received, 'deliveryId'> {
  const { name, workload, nowMs } = source
  const title = (said.Subject || said.Message.split('\n')[0] || 'a message').slice(0, 200)
  const fact = eventReceived(
    `event-source:${name}`,
    {
      ...{ workload, source: name, type: 'sns.notification', title },
      ...{ severity: null, identity: null, state: null, url: '' },
      labels: { topic: said.TopicArn },
      deliveryId: said.MessageId,
    },
    { source: name, timeMs: Math.min(saidAt(Date.parse(said.Timestamp), nowMs), nowMs) },
  )
  return { alerts: [], facts: [fact] }
}

const labelName = (text: string) =>
  text.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(\d)/, '_$1') || '_'
