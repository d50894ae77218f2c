/** Every reader of other systems’ events on damaged messages: it answers or refuses, and what it answers can be kept. */
import { createHash } from 'node:crypto'
import { OpsplaneError } from '#base'
import { readAlerts } from '../../src/api/interfaces/alertmanager/read-alerts.ts'
import { readSilence } from '../../src/api/interfaces/alertmanager/silences.ts'
import type { Message, Source } from '../../src/api/interfaces/events/format.ts'
import { eventFormats } from '../../src/api/interfaces/events/formats/index.ts'
import { parseJson } from '../../src/api/interfaces/json.ts'
import { eventSource } from '../../src/model/kinds/event-source.ts'
import { deploymentStatus, workflowRun } from '../harness/github.ts'
import { randomOf } from '../harness/random.ts'
import { cloudWatchAlarm, openSns, TOPIC } from '../harness/sns.ts'
import { damage } from './damage.ts'
import type { FuzzReport } from './decoders.ts'
import { NOW_MS } from './seeds.ts'

interface Reader {
  readonly name: string
  readonly seeds: readonly unknown[]
  read(bytes: Uint8Array): unknown
}

const AT = new Date(NOW_MS).toISOString()
const sns = openSns()

const formatReader = (
  name: (typeof eventFormats)[number]['name'],
  spec: object,
  seeds: readonly unknown[],
  headers: Readonly<Record<string, string>> = {},
): Reader => {
  const format = eventFormats.find((one) => one.name === name)!
  const source: Source = {
    ...{ name: 'tool', workload: 'shop', nowMs: NOW_MS },
    spec: eventSource.schema.parse({ title: 'Tool', format: name, ...spec }),
  }
  const read = (body: Uint8Array) => {
    const message: Message = { header: (one) => headers[one], headers, query: {}, body }
    return format.read(message, source)
  }
  return { name: `${name} ${Object.values(headers).join(' ')}`.trim(), seeds, read }
}

const hub = (event: string, seeds: readonly unknown[]) =>
  formatReader('github', { secret: 'hook' }, seeds, {
    ...{ 'x-github-event': event, 'x-github-delivery': '1' },
  })

/** What senders may write and databases cannot keep. */
const NASTY = 'Full \0 \ud800'
const alert = { id: 'a', title: NASTY, state: 'firing', level: 'high', at: AT, zone: 'b', n: 1.5 }
const silence = {
  matchers: [{ name: 'zone', value: 'a|b', isRegex: true, isEqual: true }],
  ...{ startsAt: AT, endsAt: AT, createdBy: 'ann', comment: NASTY },
}

export const eventReaders: readonly Reader[] = [
  formatReader(
    'webhook',
    {
      secret: 'hook',
      map: {
        ...{ each: 'body.alerts', title: 'item.title', identity: 'item.id', state: 'item.state' },
        ...{ severity: 'item.level', at: 'item.at', delivery: 'body.delivery', url: 'item.url' },
        ...{ when: 'item.n > 1.0', labels: { zone: 'item.zone' }, description: 'item.title' },
      },
    },
    [{ delivery: 'd', alerts: [alert, { ...alert, state: false, at: 1_767_603_600 }] }],
  ),
  formatReader(
    'webhook',
    { secret: 'hook', map: { title: 'body.text', identity: 'body.id', at: 'body.at' } },
    [{ text: 'News', id: 7, at: AT }],
    { 'webhook-id': '1' },
  ),
  hub('deployment_status', [deploymentStatus('success'), deploymentStatus('pending')]),
  hub('workflow_run', [workflowRun('failure', AT), workflowRun('success', AT)]),
  hub('release', [
    {
      ...{ action: 'published', repository: { full_name: 'acme/orders', name: 'orders' } },
      release: { tag_name: 'v1', html_url: 'https://x.example', published_at: AT },
    },
  ]),
  formatReader('sns', { topics: [TOPIC] }, [
    sns.message({ Message: cloudWatchAlarm('ALARM', AT) }),
    sns.message({ Message: 'some text', Subject: NASTY }),
    sns.message({
      ...{ Type: 'SubscriptionConfirmation', Token: 't' },
      SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription',
    }),
  ]),
  {
    name: 'alertmanager alerts',
    seeds: [
      [
        {
          labels: { alertname: 'Slow', [NASTY]: NASTY },
          startsAt: AT,
          endsAt: AT,
          generatorURL: 'http://p:9090/g',
        },
      ],
    ],
    read: (bytes) => readAlerts(jsonOf(bytes), 'fuzz', NOW_MS),
  },
  {
    name: 'alertmanager silences',
    seeds: [silence, { ...silence, id: 'sil_1', startsAt: undefined }],
    read: (bytes) =>
      readSilence(jsonOf(bytes), { workload: 'shop', by: 'person:ann', nowMs: NOW_MS }),
  },
]

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes)
  } catch {
    return undefined
  }
}

export function fuzzEvents(runs: number, seed: number): FuzzReport {
  const random = randomOf(seed)
  const formats = Object.fromEntries(
    eventReaders.map(({ name }) => [name, { decoded: 0, refused: 0 }]),
  )
  const failures: FuzzReport['failures'][number][] = []
  for (let run = 0; run < runs && failures.length < 10; run++) {
    const { name, seeds, read } = eventReaders[run % eventReaders.length]!
    const good = JSON.stringify(seeds[Math.floor(random() * seeds.length)])
    const hurt = damage(Buffer.from(good), random)
    try {
      check(read(hurt))
      formats[name]!.decoded++
    } catch (error) {
      if (error instanceof OpsplaneError && error.kind === 'bad-input') formats[name]!.refused++
      else
        failures.push({
          format: name,
          hex: Buffer.from(hurt).toString('hex'),
          why: String((error as Error).stack ?? error),
        })
    }
  }
  return { runs, formats, failures }
}

/** What the tables take: times that are times, texts without zero bytes and half characters. */
function check(value: unknown, path = ''): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new Error(`${path} has a zero byte`)
    if (Buffer.from(value).toString() !== value) throw new Error(`${path} has half a character`)
  }
  if (typeof value === 'number' && path.endsWith('Ms')) {
    // Throws for what is no time.
    createHash('sha256').update(new Date(value).toISOString())
    if (!Number.isInteger(value)) throw new Error(`${path} is ${value}`)
  }
  if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) {
      check(name, `${path} (a name)`)
      check(inner, `${path}.${name}`)
    }
}
