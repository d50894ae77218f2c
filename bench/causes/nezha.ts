/** The Train Ticket faults of Nezha (ESEC/FSE 2023): spans and log lines of a few minutes, as the product sees them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SeenLog, type SeenSpan, suspectsOfRequests, Usual, visitsOf } from '#operate'
import { readRecords } from './csv.ts'

interface Fault {
  readonly idx: number
  /** UTC; the other time in the file is wrong for one of the days. */
  readonly inject_time: string
  readonly day: string
  readonly service: string
}

export interface Verdict {
  readonly name: string
  /** From 1; undefined when the service is not among the suspects. */
  readonly place: number | undefined
  readonly kind: string
}

const MINUTES = 3
const MINUTE_MS = 60_000

export const isNezha = (folder: string): boolean => existsSync(join(folder, 'faults.json'))

export function judgeNezha(folder: string): Verdict[] {
  const faults = JSON.parse(readFileSync(join(folder, 'faults.json'), 'utf8')) as (Fault & {
    inject_type: string
  })[]
  const usual = new Map(
    [...new Set(faults.map(({ day }) => day))].map((day) => {
      const calm = join(folder, 'normal', day)
      const [spans, logs] = [all(calm, 'trace'), all(calm, 'log')]
      return [day, new Usual(visitsOf(spans.flatMap(readSpans), logs.flatMap(readLogs)))]
    }),
  )
  return faults.map(({ idx, day, inject_time, inject_type, service }) => {
    const began = Date.parse(`${inject_time.replace(' ', 'T')}Z`)
    const slices = (part: string) =>
      Array.from({ length: MINUTES }, (_, i) => {
        const minute = new Date(began + i * MINUTE_MS).toISOString().slice(11, 16).replace(':', '_')
        return join(folder, 'faulty', day, part, `${minute}.csv.gz`)
      }).filter((file) => existsSync(file))
    const visits = visitsOf(slices('trace').flatMap(readSpans), slices('log').flatMap(readLogs))
    const suspects = suspectsOfRequests(
      usual.get(day)!,
      visits.filter(({ startMs }) => startMs >= began),
    )
    const at = suspects.findIndex(({ name }) => name === service)
    return { name: `${idx} ${service}`, kind: inject_type, place: at < 0 ? undefined : at + 1 }
  })
}

function all(folder: string, part: string): string[] {
  return readdirSync(join(folder, part)).map((file) => join(folder, part, file))
}

function readSpans(file: string): SeenSpan[] {
  return readRecords(file).map((row) => ({
    traceId: row.TraceID!,
    spanId: row.SpanID!,
    parentId: row.ParentID!,
    service: serviceOf(row.PodName!),
    name: row.OperationName!,
    startMs: Number(row.StartTimeUnixNano) / 1e6,
    durationMs: Number(row.Duration) / 1e3,
    failed: false,
  }))
}

/** What precedes the message: time, level, place in the code. */
const LINE = /^\S+ (\w+) +(\S+)/

function readLogs(file: string): SeenLog[] {
  return readRecords(file).flatMap(({ TraceID, SpanID, Log }) => {
    const [, level, place] = LINE.exec(lineOf(Log!)) ?? []
    if (!level || !place) return []
    const isError = level === 'ERROR'
    return [{ traceId: TraceID!, spanId: SpanID!, template: `${level} ${place}`, isError }]
  })
}

/** The container's runtime wraps lines in JSON; it cuts those that are too long. */
function lineOf(text: string): string {
  try {
    return (JSON.parse(text) as { log: string }).log
  } catch {
    return text.replace(/^\{"log":"/, '')
  }
}

/** A pod is called by its deployment, a hash and five letters. */
const serviceOf = (pod: string) => pod.replace(/-[0-9a-f]{7,10}-[a-z0-9]{5}$/, '')
