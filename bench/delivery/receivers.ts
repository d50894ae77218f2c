/**
 * Those who are told, in a process of their own that outlives the kills: some take, some fail, hang, ask for time or
 * lose the answer on its way. Each notes what it was given before it says anything.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { randomOf } from '../../test/harness/random.ts'

/** What a receiver was given. */
export interface Given {
  /** h3 for a webhook, m1 for a mailbox. */
  readonly receiver: string
  readonly key: string
  readonly purpose: 'page' | 'recovery' | 'other'
  /** Id of the incident, or its name in mails. */
  readonly incident: string
  /** It has kept it, whatever the sender heard. */
  readonly isTaken: boolean
}

const random = randomOf(Number(process.argv[2]))
const given: Given[] = []
const chance = (share: number) => random() < share

type Mood = (
  request: IncomingMessage,
  response: ServerResponse,
) => { isTaken: boolean; answer: () => void }

const answers = (response: ServerResponse, status: number, headers = {}) => ({
  isTaken: status < 300,
  answer: () => void response.writeHead(status, headers).end(),
})
/** Receiver n has the mood n modulo their number. */
const MOODS: readonly Mood[] = [
  (_, response) => answers(response, 204),
  (_, response) => answers(response, chance(0.3) ? 500 : 204),
  (_, response) =>
    chance(0.3) ? answers(response, 429, { 'retry-after': '1' }) : answers(response, 204),
  // Never says anything; the sender gives up.
  (_, response) => (chance(0.02) ? { isTaken: true, answer: () => {} } : answers(response, 204)),
  (request, response) =>
    chance(0.2)
      ? { isTaken: true, answer: () => request.socket.destroy() }
      : answers(response, 204),
  // Has gone for ever.
  (_, response) => answers(response, 404),
]

const http = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given))
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const number = Number(request.url!.slice(1))
    const { type, data } = JSON.parse(Buffer.concat(chunks).toString())
    const { isTaken, answer } = MOODS[number % MOODS.length]!(request, response)
    given.push({
      receiver: `h${number}`,
      key: String(request.headers['webhook-id']),
      purpose: /recover|resolved/.test(type) ? 'recovery' : /page/.test(type) ? 'page' : 'other',
      incident: String(data.incident),
      isTaken,
    })
    answer()
  })
})

const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  logger: false,
  onRcptTo({ address }, _session, done) {
    const isBusy = address.startsWith('m1') && chance(0.3)
    done(isBusy ? Object.assign(new Error('come back later'), { responseCode: 451 }) : null)
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', async () => {
      const mail = await simpleParser(Buffer.concat(chunks))
      const receiver = session.envelope.rcptTo[0]!.address.split('@')[0]!
      const purpose = String(mail.headers.get('x-opsplane-purpose'))
      given.push({
        receiver,
        key: String(mail.headers.get('x-opsplane-notification')),
        purpose: purpose === 'page' || purpose === 'recovery' ? purpose : 'other',
        incident: /INC-\d+/.exec(mail.subject ?? '')?.[0] ?? '',
        isTaken: true,
      })
      // It has taken the mail, and nobody hears of it.
      if (receiver.startsWith('m2') && chance(0.2)) {
        for (const one of smtp.connections)
          if ((one as unknown as { session: unknown }).session === session)
            (one as unknown as { _socket: { destroy(): void } })._socket.destroy()
        return
      }
      done()
    })
  },
})
smtp.on('error', () => {})

http.listen(0, '127.0.0.1', () =>
  smtp.listen(0, '127.0.0.1', () =>
    process.send!({
      http: (http.address() as AddressInfo).port,
      smtp: (smtp.server.address() as AddressInfo).port,
    }),
  ),
)
