/** One connection pool to the mail server. Kept apart from the channel, since it lives as long as the worker. */
import { createTransport } from 'nodemailer'
import { DeliveryRefused } from './errors.ts'

export interface SmtpSettings {
  /** smtp:// or smtps://, with user and password when the server asks for them. */
  readonly url: string
  /** The sender: `Opsplane <ops@shop.example>`. */
  readonly from: string
}

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Left part of the Message-ID. */
  readonly id: string
  /** Left part of the id of the thread. */
  readonly thread: string
  readonly date: Date
  readonly headers: Readonly<Record<string, string>>
}

export interface Mailer {
  /** Resolves with the server's answer. Throws DeliveryRefused; anything else is uncertain. */
  send(mail: Mail): Promise<string>
  close(): void
}

const TIMEOUT_MS = 20_000

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
  syscall?: string
}

/** Without settings every mail is refused, and tried again until somebody names a server. */
export function openMailer(settings: SmtpSettings | undefined): Mailer {
  if (!settings) return { send: refuseAll, close() {} }
  const { url, from } = settings
  const transport = createTransport(withDefaults(url))
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'opsplane'
  return {
    async send({ to, subject, text, html, id, thread, date, headers }) {
      const root = `<${thread}@${domain}>`
      try {
        const { response } = await transport.sendMail({
          from,
          to,
          subject,
          text,
          html,
          date,
          messageId: `<${id}@${domain}>`,
          inReplyTo: root,
          references: root,
          headers: { ...headers },
        })
        return response
      } catch (error) {
        throw toDeliveryError(error as SmtpError)
      }
    },
    close: () => transport.close(),
  }
}

/** Settings that nodemailer reads from the address; what the address says itself stands. */
function withDefaults(url: string): string {
  const address = new URL(url)
  const defaults = {
    pool: 'true',
    maxConnections: '10',
    // The pool would send again by itself, and nobody would know.
    maxRequeues: '0',
    connectionTimeout: String(TIMEOUT_MS),
    greetingTimeout: String(TIMEOUT_MS),
    socketTimeout: String(TIMEOUT_MS),
  }
  for (const [name, value] of Object.entries(defaults))
    if (!address.searchParams.has(name)) address.searchParams.set(name, value)
  return address.href
}

async function refuseAll(): Promise<never> {
  throw new DeliveryRefused({ why: 'no mail server is configured', permanent: false })
}

/** Ends before the first byte of the mail: no name, no encryption, no sign-in. */
const BEFORE_MAIL = new Set(['EDNS', 'ETLS', 'EAUTH'])

/** Only an answer, or a connection that never was, proves that nothing has arrived. */
function toDeliveryError(error: SmtpError): Error {
  const { responseCode, code = '', command = '', syscall } = error
  const answered = responseCode !== undefined && responseCode >= 400
  if (!answered && syscall !== 'connect' && !BEFORE_MAIL.has(code)) return error
  // A server that refuses us (greeting, sign-in, sender) can be mended; one that refuses the recipient or the text cannot.
  const permanent = answered && responseCode >= 500 && /^(?:RCPT TO|DATA)$/.test(command)
  return new DeliveryRefused({ why: error.message, permanent }, { cause: error })
}
