/** A mail sink with a page: everything that is sent to it can be read, nothing leaves the machine. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { beforeEnd, tellReady } from './life.ts'
import { inboxPage, messagePage, noMessagePage } from './mail-pages.ts'
import { openMailbox } from './mailbox.ts'
import type { Settings } from './settings.ts'

const LARGEST_BYTES = 1_000_000
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

export function mail(settings: Settings): void {
  const mailbox = openMailbox(join(settings.folder, 'mail.ndjson'))
  let refuse = false

  async function receive(stream: SMTPServerDataStream, { envelope }: SMTPServerSession) {
    const parsed = await simpleParser(stream, { skipTextToHtml: true })
    if (refuse) throw Object.assign(new Error('try again later'), { responseCode: 451 })
    if (stream.sizeExceeded)
      throw Object.assign(new Error('the message is too large'), { responseCode: 552 })
    mailbox.keep({
      receivedAt: new Date().toISOString(),
      from: parsed.from?.text ?? (envelope.mailFrom ? envelope.mailFrom.address : ''),
      to: envelope.rcptTo.map(({ address }) => address),
      subject: parsed.subject ?? '(no subject)',
      text: parsed.text ?? '',
      html: parsed.html || '',
      messageId: parsed.messageId ?? '',
      inReplyTo: parsed.inReplyTo ?? '',
    })
  }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 500,
    size: LARGEST_BYTES,
    onData(stream, session, done) {
      receive(stream, session).then(() => done(), done)
    },
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://mail')
    const html = (status: number, body: string) =>
      void response
        .writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...HEADERS })
        .end(body)
    const json = (status: number, body: unknown) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...HEADERS })
        .end(JSON.stringify(body))
    if (pathname === '/mode' && request.method === 'PUT') {
      let text = ''
      for await (const part of request) text += part
      const wanted = modeIn(text)
      if (wanted === undefined) return json(400, { error: 'refuse is true or false' })
      refuse = wanted
      return json(200, { refuse })
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return json(405, { error: 'messages come by SMTP' })
    if (pathname === '/mode') return json(200, { refuse })
    if (pathname === '/messages.json') return json(200, mailbox.newestFirst())
    if (pathname === '/') return html(200, inboxPage(mailbox.newestFirst(), refuse))
    const number = /^\/messages\/(\d{1,9})$/.exec(pathname)?.[1]
    const found = number ? mailbox.find(Number(number)) : undefined
    return found ? html(200, messagePage(found)) : html(404, noMessagePage())
  }
  const pages = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  pages.keepAliveTimeout = 65_000

  const unusable = (error: Error) => {
    process.stderr.write(`the mail sink could not be opened: ${error.message}\n`)
    process.exit(1)
  }
  smtp.on('error', (error: NodeJS.ErrnoException) => {
    // A sender that hangs up is its own business.
    if (error.syscall === 'listen') unusable(error)
  })
  pages.on('error', unusable)
  beforeEnd(() => new Promise<void>((done) => smtp.close(done)))
  const smtpPort = Number(new URL(settings.addresses['mail-smtp']!).port)
  smtp.listen(smtpPort, '127.0.0.1', () =>
    pages.listen(settings.port, '127.0.0.1', () => tellReady()),
  )
}

function modeIn(text: string): boolean | undefined {
  try {
    const { refuse } = JSON.parse(text) as { refuse?: unknown }
    return typeof refuse === 'boolean' ? refuse : undefined
  } catch {
    return undefined
  }
}
