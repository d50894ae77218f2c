/** A log record as it is found, and the place it has among all: by time, then by a hash of what it says. */
import { defineError } from '#base'
import { type Level, levelOf } from '../search/index.ts'

export const NotAPlace = defineError('telemetry.not-a-place', 'bad-input', {
  message: (d: { text: string }) => `"${d.text}" is not the place of a log record.`,
  hint: 'Use `id` of a record or `next` of the answer before, as they were given.',
})

export interface FoundLog {
  /** Its place, which is also its name. */
  readonly id: string
  readonly timeMs: number
  /** Nanoseconds since 1970 as text: they do not fit into a number. */
  readonly timeNs: string
  readonly service: string
  readonly host: string
  readonly severity: number
  readonly level: Level
  readonly traceId: string
  readonly spanId: string
  readonly body: string
  /** The body is longer than lists show; the record itself, by its id, has it whole. */
  readonly cut: boolean
  readonly attributes: Readonly<Record<string, string>>
  readonly resource: Readonly<Record<string, string>>
  /** The template that it was found to follow; null when none was learned. */
  readonly template: string | null
}

export interface Place {
  readonly timeNs: string
  readonly key: string
}

/** What else tells two records of one nanosecond apart; equals the identity of the spool's rows. */
export const LOG_KEY = 'cityHash64(service, host, severity, trace_id, span_id, body)'

/** So much of a body is in a list, in code points: a thousand bodies may be 256 MB. */
const LISTED_BODY = 16_384

const OTHER_COLUMNS = `toString(toUnixTimestamp64Nano(ts)) as timeNs, toString(${LOG_KEY}) as key,
  service, host, severity, trace_id as traceId, span_id as spanId,
  attrs as attributes, resource, toString(pattern_id) as template`

export const LOG_COLUMNS = `${OTHER_COLUMNS}, substringUTF8(body, 1, ${LISTED_BODY}) as text,
  lengthUTF8(body) > ${LISTED_BODY} as isCut`
export const WHOLE_LOG_COLUMNS = `${OTHER_COLUMNS}, body as text, 0 as isCut`

export type LogRow = Omit<FoundLog, 'id' | 'timeMs' | 'level' | 'body' | 'cut'> & {
  readonly key: string
  readonly text: string
  readonly isCut: number
}

export function logOf({ key, template, text, isCut, ...row }: LogRow): FoundLog {
  return {
    body: text,
    cut: isCut === 1,
    id: `${row.timeNs}-${key}`,
    timeMs: Number(BigInt(row.timeNs) / 1_000_000n),
    level: levelOf(row.severity),
    template: template === '0' ? null : template,
    ...row,
  }
}

/** @throws NotAPlace */
export function placeOf(text: string): Place {
  const [, timeNs, key] = /^(\d{1,19})-(\d{1,20})$/.exec(text) ?? []
  const fits = timeNs && key && BigInt(timeNs) < 2n ** 63n && BigInt(key) < 2n ** 64n
  if (!fits) throw new NotAPlace({ text: text.slice(0, 60) })
  return { timeNs, key }
}
