/** Amazon SNS as far as a receiver sees it: signed messages, and the host of its certificates, which counts who asks. */
import { generateKeyPairSync, sign } from 'node:crypto'
import {
  type SnsMessage,
  signedText,
} from '../../src/api/interfaces/events/formats/sns-signature.ts'

export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms'

export interface FakeSns {
  readonly fetch: typeof globalThis.fetch
  /** Addresses that were asked. */
  readonly asked: string[]
  message(more: Partial<SnsMessage>): Record<string, unknown>
}

export function openSns(): FakeSns {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  const host = `sns.${'eu-west-'}${1}.amazonaws.com`
  const certificate = `https://${host}/SimpleNotificationService-${Math.random().toString(36).slice(2)}.pem`
  const asked: string[] = []
  let count = 0
  return {
    asked,
    fetch: async (input) => {
      const url = String(input)
      asked.push(url)
      return url === certificate ? new Response(String(pem)) : new Response('confirmed')
    },
    message(more) {
      const message: SnsMessage = {
        ...{ Type: 'Notification', MessageId: `msg-${++count}`, TopicArn: TOPIC, Message: '' },
        ...{ Timestamp: '2026-01-07T11:59:00.000Z', SignatureVersion: '2', Signature: '' },
        SigningCertURL: certificate,
        ...more,
      }
      const algorithm = message.SignatureVersion === '1' ? 'sha1' : 'sha256'
      const signature = sign(algorithm, Buffer.from(signedText(message)), privateKey)
      return { ...message, Signature: signature.toString('base64') }
    },
  }
}

export const cloudWatchAlarm = (state: string, at: string) =>
  JSON.stringify({
    ...{ AlarmName: 'Slow', AlarmDescription: 'Checkout is slow', AWSAccountId: '123456789012' },
    ...{ NewStateValue: state, NewStateReason: 'Threshold crossed', StateChangeTime: at },
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Slow',
    Trigger: {
      ...{ MetricName: 'Latency', Namespace: 'AWS/ELB' },
      Dimensions: [{ name: 'LoadBalancer', value: 'shop' }],
    },
  })
