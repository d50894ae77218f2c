/**
 * What an ingest format is: a path, a signal, and bytes in, batch out.
 * To add one, write a file beside this one and put it into the list in index.ts.
 */
import { defineError } from '#base'
import type { Batch } from '../model.ts'

/** Bytes that cannot be read at all; nothing of them is kept. Answered with 400. */
export const BadTelemetry = defineError('telemetry.bad-telemetry', 'bad-input', {
  message: (d: { reason: string }) => `The telemetry could not be read: ${d.reason}.`,
  hint: 'Check that the sender speaks the format of this path and that its Content-Type says so.',
})

/** A Content-Type that this path does not take. Answered with 415, so that a sender can try another one. */
export const UnsupportedTelemetry = defineError('telemetry.unsupported', 'unsupported', {
  message: (d: { contentType: string; takes: string }) =>
    `The Content-Type is "${d.contentType}" and must be ${d.takes}.`,
  hint: 'Choose a version of the protocol that is taken here.',
})

/** Answered with 413. */
export const TelemetryTooLarge = defineError('telemetry.too-large', 'too-large', {
  message: (d: { what: string; limitBytes: number }) =>
    `The ${d.what} is larger than ${d.limitBytes} bytes.`,
  hint: 'Send smaller batches.',
})

/** One kind of refusal: a permanent code, its words, and how many items met it. */
export interface Rejection {
  readonly code: string
  readonly message: string
  readonly count: number
}

/** What became of one request: the good part, and why the rest was refused. */
export interface Decoded {
  readonly batch: Batch
  /** Data points, log records or spans that were kept, as the sender counts them. */
  readonly accepted: number
  readonly rejected: { readonly count: number; readonly reasons: readonly Rejection[] }
  /** What was left out though the sender did nothing wrong, such as exemplars: counted, and no failure. */
  readonly ignored?: readonly Rejection[]
}

export interface IngestLimits {
  /** How far ahead of our clock a point may be, in milliseconds. */
  readonly maxFutureMs: number
  /** How old it may be, in milliseconds. */
  readonly maxAgeMs: number
  readonly maxLabels: number
  readonly maxNameLength: number
  readonly maxValueLength: number
  /** Longer log bodies are cut, in UTF-16 units. */
  readonly maxBodyLength: number
}

const DAY_MS = 86_400_000

/** The ages of retention/policy.ts, which hold where nobody tells others. */
const KEPT_DAYS = { metrics: 15, logs: 30, traces: 14, flows: 30, activity: 400 } as const

export const defaultLimits = (signal: Batch['signal']): IngestLimits => ({
  maxFutureMs: 600_000,
  maxAgeMs: KEPT_DAYS[signal] * DAY_MS,
  maxLabels: 64,
  maxNameLength: 256,
  maxValueLength: 4_096,
  maxBodyLength: 262_144,
})

export interface DecodeContext {
  readonly nowMs: number
  readonly limits?: Partial<IngestLimits>
}

/** What a sender hears, in the words of its protocol. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

/** Why nothing of a request was kept. */
export interface Failure {
  readonly status: number
  readonly message: string
}

export interface IngestFormat {
  readonly name: string
  readonly path: string
  readonly signal: Batch['signal']
  /** A Content-Encoding that belongs to the format itself: `decode` unpacks it, and nobody before. */
  readonly encoding?: string
  /** @throws BadTelemetry when the bytes are not of this format, UnsupportedTelemetry, TelemetryTooLarge */
  decode(bytes: Uint8Array, contentType: string, context: DecodeContext): Decoded
  /** What is said when the good part was kept, which may be all or nothing. */
  answer(decoded: Decoded, contentType: string): Answer
  failure(failure: Failure, contentType: string): Answer
}

/** The answers of protocols that have no words of their own: 204, and plain text when something is wrong. */
export const plainAnswers: Pick<IngestFormat, 'answer' | 'failure'> = {
  answer: ({ accepted, rejected }) =>
    rejected.count === 0
      ? { status: 204 }
      : plainText(400, `${accepted} kept, ${rejected.count} refused: ${wordsOf(rejected.reasons)}`),
  failure: ({ status, message }) => plainText(status, message),
}

export function plainText(status: number, body: string, headers?: Record<string, string>): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body }
}

/** Reasons as one line of text. */
export function wordsOf(reasons: readonly Rejection[]): string {
  return reasons.map(({ code, count, message }) => `${code} (${count}): ${message}`).join(' ')
}

/** Counts refusals by code while a request is read. */
export class Rejections {
  readonly #counts = new Map<string, { message: string; count: number }>()

  add(code: string, message: string, count = 1): void {
    const known = this.#counts.get(code)
    if (known) known.count += count
    else this.#counts.set(code, { message, count })
  }

  toResult(): Decoded['rejected'] {
    const reasons = [...this.#counts].map(([code, { message, count }]) => ({
      code,
      message,
      count,
    }))
    return { count: reasons.reduce((sum, { count }) => sum + count, 0), reasons }
  }
}
