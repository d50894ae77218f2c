/** What stands at the rim of a scenario: a real mail server and a real webhook receiver, which remember. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: string
  readonly subject: string
  readonly messageId: string
  readonly parsed: ParsedMail
}

/** How the mail server answers: it takes, refuses for now, refuses for ever, or breaks off before it answers. */
export type MailMood = 'takes' | 'busy' | 'unknown-recipient' | 'hangs-up'

export interface MailSink {
  readonly url: string
  readonly mails: ReceivedMail[]
  mood: MailMood
  /** Called when a mail has been taken and the sender has not heard of it yet. */
  onTaken?: () => void
  inbox(address: string): ReceivedMail[]
  goDown(): Promise<void>
  comeUp(): Promise<void>
  close(): Promise<void>
}

export async function openMailSink(): Promise<MailSink> {
  const mails: ReceivedMail[] = []
  let port = 0
  let server: SMTPServer
  const listen = async () => {
    server = makeServer(sink, mails)
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
    port = (server.server.address() as AddressInfo).port
  }
  const close = () => new Promise<void>((done) => server.close(done))
  const sink: MailSink = {
    get url() {
      return `smtp://127.0.0.1:${port}`
    },
    mails,
    mood: 'takes',
    inbox: (address) => mails.filter(({ to }) => to === address),
    goDown: close,
    comeUp: listen,
    close,
  }
  await listen()
  return sink
}

function makeServer(sink: MailSink, mails: ReceivedMail[]): SMTPServer {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      if (sink.mood === 'unknown-recipient')
        return done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
      if (sink.mood === 'busy')
        return done(Object.assign(new Error('come back later'), { responseCode: 451 }))
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const parsed = await simpleParser(Buffer.concat(chunks))
        mails.push({
          to: session.envelope.rcptTo[0]!.address,
          subject: parsed.subject ?? '',
          messageId: parsed.messageId ?? '',
          parsed,
        })
        sink.onTaken?.()
        // It has taken the mail, and nobody hears of it: the worst moment for the sender.
        if (sink.mood === 'hangs-up') return server.connections.forEach(breakOff)
        done()
      })
    },
  })
  server.on('error', () => {})
  return server
}

function breakOff(connection: unknown): void {
  const { _socket: socket } = connection as { _socket: { destroy(): void } }
  socket.destroy()
}

export interface ReceivedCall {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The body as it came. */
  readonly bytes: Buffer
}

export interface WebhookReceiver {
  readonly url: string
  readonly calls: ReceivedCall[]
  /** Answers of the next calls; 200 when there is none. A header may be given with it. */
  readonly answers: { status: number; headers?: Record<string, string> }[]
  /** While set, calls are taken and not answered. */
  silent: boolean
  /** Answers what was left unanswered. */
  speak(): void
  close(): Promise<void>
}

export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const calls: ReceivedCall[] = []
  const answers: WebhookReceiver['answers'] = []
  let unanswered: (() => void)[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const bytes = Buffer.concat(chunks)
      calls.push({
        path: request.url ?? '',
        headers: request.headers,
        body: bytes.toString(),
        bytes,
      })
      const { status, headers } = answers.shift() ?? { status: 200 }
      const give = () => response.writeHead(status, headers).end()
      if (receiver.silent) unanswered.push(give)
      else give()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    answers,
    silent: false,
    speak() {
      this.silent = false
      for (const give of unanswered.splice(0)) give()
    },
    close: () =>
      new Promise((done) => {
        unanswered = []
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return receiver
}
