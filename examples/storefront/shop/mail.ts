/** A mail sink with a page: everything that is sent to it can be read, nothing leaves the machine. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { inboxPage, messagePage } from './mail-pages.ts'
import type { Settings } from './settings.ts'

export interface Mail {
  readonly number: number
  readonly receivedAt: string
  readonly to: readonly string[]
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly messageId: string
}

const LARGEST_BYTES = 1_000_000

export function mail(settings: Settings): void {
  const file = join(settings.folder, 'mail.ndjson')
  const inbox: Mail[] = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Mail)
    : []
  let refuse = false

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: LARGEST_BYTES,
    async onData(stream, session, done) {
      if (refuse) {
        stream.resume()
        stream.on('end', () =>
          done(Object.assign(new Error('try again later'), { responseCode: 451 })),
        )
        return
      }
      const parsed = await simpleParser(stream)
      const message: Mail = {
        number: inbox.length + 1,
        receivedAt: new Date().toISOString(),
        to: session.envelope.rcptTo.map(({ address }) => address),
        from: parsed.from?.text ?? '',
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        messageId: parsed.messageId ?? '',
      }
      // On disk before it is accepted, as a mail server does it.
      appendFileSync(file, `${JSON.stringify(message)}\n`)
      inbox.push(message)
      done()
    },
  })
  smtp.on('error', () => {})
  smtp.listen(Number(new URL(settings.addresses['mail-smtp']!).port), '127.0.0.1')

  createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://mail')
    const html = (body: string) =>
      response.setHeader('content-type', 'text/html; charset=utf-8').end(body)
    const json = (body: unknown) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (pathname === '/messages.json') return json([...inbox].reverse())
    if (pathname === '/mode' && request.method === 'PUT') {
      let text = ''
      for await (const part of request) text += part
      refuse = (JSON.parse(text) as { refuse: boolean }).refuse === true
      return json({ refuse })
    }
    const number = /^\/messages\/(\d+)$/.exec(pathname)?.[1]
    const found = number ? inbox.find((one) => one.number === Number(number)) : undefined
    if (found) return html(messagePage(found))
    if (pathname === '/') return html(inboxPage([...inbox].reverse()))
    response.statusCode = 404
    return html('There is no such message.')
  }).listen(settings.port, '127.0.0.1', () => process.send?.({ ready: true }))
}
