/** Log lines of forty services, as OTLP: thirty ways to say something, three of a hundred of them errors. */
import { bytesField, fixedField, message, textField, varintField } from './protobuf.ts'
import { NUMBER, Template, timeAt, traceAt } from './template.ts'

export const LOG_SERVICES = Array.from({ length: 40 }, (_, i) => `service-${i}`)
const HOSTS_PER_SERVICE = 5

const SAYINGS = [
  ['order', NUMBER, 'placed'],
  ['cart', NUMBER, 'opened by a customer of the north'],
  ['GET /products/', NUMBER, ' answered 200'],
  ['stock of article', NUMBER, 'is now 12'],
  ['cache missed for key article:', NUMBER, ''],
  ['mail', NUMBER, 'handed over to the relay'],
  ['session', NUMBER, 'was renewed'],
  ['payment', NUMBER, 'authorised by the processor in time'],
  ['retry of job', NUMBER, 'in 5 seconds'],
  ['connection', NUMBER, 'to the database was taken from the pool'],
] as const

export interface LogTemplate {
  readonly template: Template
  readonly lines: number
}

/** Requests of so many lines, each of one service on one host, evenly over `spreadMs`. */
export function logTemplates(linesPerRequest: number, spreadMs: number): readonly LogTemplate[] {
  return LOG_SERVICES.map((service, which) => {
    const host = `host-${which % HOSTS_PER_SERVICE}-of-${service}`
    const records = Array.from({ length: linesPerRequest }, (_, line) =>
      message(2, recordOf(which, line, (line / linesPerRequest) * spreadMs * 1_000)),
    )
    const resource = message(1, [
      attribute(1, 'service.name', service),
      attribute(1, 'host.name', host),
    ])
    const bytes = message(1, [resource, message(2, records)])
    return { template: new Template(bytes), lines: linesPerRequest }
  })
}

function recordOf(service: number, line: number, afterUs: number) {
  const kind = (line * 31 + service * 7) % 100
  const [before, number, after] = SAYINGS[kind % SAYINGS.length]!
  const [severity, body] =
    kind < 3
      ? [17, `card declined for order ${NUMBER}: the issuer said do not honour`]
      : kind < 8
        ? [13, `${before} ${number} ${after}: slower than 500 ms`]
        : kind < 30
          ? [5, `${before} ${number} ${after}`]
          : [9, `${before} ${number} ${after}`]
  return [
    fixedField(1, timeAt(afterUs)),
    varintField(2, severity),
    message(5, [textField(1, body)]),
    attribute(6, 'http.route', `/api/v${kind % 3}/orders`),
    attribute(6, 'order.id', NUMBER),
    attribute(6, 'customer.tier', kind % 4 === 0 ? 'gold' : 'plain'),
    // One in five belongs to a trace.
    ...(line % 5 === 0 ? [bytesField(9, traceAt(line % 200))] : []),
  ]
}

export const attribute = (field: number, key: string, value: string) =>
  message(field, [textField(1, key), message(2, [textField(1, value)])])
