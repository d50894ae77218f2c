/** The instruments of a service, by the OpenTelemetry API alone; `sdk.ts` says where they are sent. */
import { metrics, trace } from '@opentelemetry/api'
import { logs, SeverityNumber } from '@opentelemetry/api-logs'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10]

/** For histograms of durations in seconds. */
export const durationBuckets = { advice: { explicitBucketBoundaries: SECONDS }, unit: 's' }

export const meter = () => metrics.getMeter('shop')
export const tracer = () => trace.getTracer('shop')

/** A line for the log of the service, with the trace it belongs to. */
export function say(
  words: string,
  attributes: Readonly<Record<string, string | number>> = {},
  level: 'info' | 'error' = 'info',
): void {
  logs.getLogger('shop').emit({
    severityNumber: level === 'info' ? SeverityNumber.INFO : SeverityNumber.ERROR,
    severityText: level.toUpperCase(),
    body: words,
    attributes,
  })
  const time = new Date().toISOString()
  process.stdout.write(`${JSON.stringify({ time, level, words, ...attributes })}\n`)
}

/** What went wrong, from the deepest error that says it: fetch itself only says that it failed. */
export function why(error: unknown): string {
  const { cause, message } = error as Error
  return cause instanceof Error
    ? cause.message || String((cause as { code?: string }).code)
    : message
}
