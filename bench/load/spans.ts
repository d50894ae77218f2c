/** Traces of ten spans through eight services, as OTLP: one order each; one in fifty fails, one in ten is slow. */
import { attribute } from './logs.ts'
import { bytesField, type Field, fixedField, message, textField, varintField } from './protobuf.ts'
import { NUMBER, Template, timeAt, traceAt } from './template.ts'

export const SPANS_PER_TRACE = 10
const SERVER = 2
const CLIENT = 3

/** Service, name, kind, parent, begin and duration in milliseconds. */
const STEPS: readonly (readonly [string, string, number, number | undefined, number, number])[] = [
  ['front-door', 'POST /orders', SERVER, undefined, 0, 180],
  ['front-door', 'POST storefront', CLIENT, 0, 2, 175],
  ['storefront', 'POST /orders', SERVER, 1, 4, 170],
  ['storefront', 'GET catalogue', CLIENT, 2, 8, 30],
  ['catalogue', 'GET /articles', SERVER, 3, 10, 25],
  ['storefront', 'POST orders', CLIENT, 2, 45, 120],
  ['orders', 'POST /orders', SERVER, 5, 48, 112],
  ['payments', 'POST /charge', SERVER, 6, 60, 80],
  ['processor', 'POST /authorise', SERVER, 7, 70, 60],
  ['orders-database', 'insert into orders', CLIENT, 6, 145, 10],
]

export interface SpanTemplate {
  readonly template: Template
  readonly spans: number
}

/** A request of so many traces, evenly over `spreadMs`. */
export function spanTemplate(traces: number, spreadMs: number): SpanTemplate {
  const byService = new Map<string, Field[]>()
  for (let trace = 0; trace < traces; trace++) {
    const startUs = (trace / traces) * spreadMs * 1_000
    STEPS.forEach((step, index) => {
      const spans = byService.get(step[0]) ?? []
      spans.push(message(2, spanOf(trace, index, step, startUs)))
      byService.set(step[0], spans)
    })
  }
  const bytes = Buffer.concat(
    [...byService].map(([service, spans], i) => {
      const resource = message(1, [
        attribute(1, 'service.name', service),
        attribute(1, 'service.version', `1.${i}.0`),
      ])
      return message(1, [resource, message(2, spans)])
    }),
  )
  return { template: new Template(bytes), spans: traces * STEPS.length }
}

function spanOf(
  trace: number,
  index: number,
  [service, name, kind, parent, beginMs, durationMs]: (typeof STEPS)[number],
  startUs: number,
): Field[] {
  // Other durations in each trace, and some much slower.
  const factor = (trace % 10 === 0 ? 4 : 1) * (0.5 + ((trace * 13) % 17) / 17)
  const from = startUs + beginMs * factor * 1_000
  const failed = trace % 50 === 0 && (service === 'payments' || service === 'processor')
  return [
    bytesField(1, traceAt(trace)),
    bytesField(2, spanId(index)),
    ...(parent === undefined ? [] : [bytesField(4, spanId(parent))]),
    textField(5, name),
    varintField(6, kind),
    fixedField(7, timeAt(from)),
    fixedField(8, timeAt(from + durationMs * factor * 1_000)),
    attribute(9, 'order.id', NUMBER),
    attribute(9, 'http.response.status_code', failed ? '502' : '200'),
    attribute(9, 'customer.region', ['north', 'south', 'east', 'west'][trace % 4]!),
    ...(failed ? [message(15, [textField(2, 'declined'), varintField(3, 2)])] : []),
  ]
}

const spanId = (index: number) => Buffer.from([0, 0, 0, 0, 0, 0, 1, index + 1])
