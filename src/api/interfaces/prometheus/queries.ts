/** Queries at one time and over a range, and what can be said of a query without data. */
import { evaluateInstant, evaluateRange, formatExpr, parsePromql, type Telemetry } from '#telemetry'
import { BadData, queryAnswer, type Success } from './answers.ts'
import { durationOf, limitOf, timeOf } from './parameters.ts'

/** Points of one series at the most, so that a mistyped step does not fill the memory. */
const MOST_STEPS = 11_000
/** The window of a sample, when the request names none. */
const LOOKBACK_MS = 5 * 60_000

export async function query(parameters: URLSearchParams, { source }: Telemetry): Promise<Success> {
  const text = parameters.get('query') ?? ''
  const value = await evaluateInstant(
    text,
    timeOf(parameters, 'time', Date.now()),
    source,
    lookback(parameters),
  )
  return queryAnswer(value, text, limitOf(parameters))
}

export async function queryRange(
  parameters: URLSearchParams,
  { source }: Telemetry,
): Promise<Success> {
  const text = parameters.get('query') ?? ''
  const [fromMs, toMs] = [timeOf(parameters, 'start'), timeOf(parameters, 'end')]
  if (toMs < fromMs)
    throw new BadData('invalid parameter "end": end timestamp must not be before start time')
  const stepMs = durationOf(parameters, 'step')
  if (stepMs <= 0)
    throw new BadData(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    )
  if ((toMs - fromMs) / stepMs > MOST_STEPS)
    throw new BadData(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    )
  const value = await evaluateRange(text, fromMs, toMs, stepMs, source, lookback(parameters))
  return queryAnswer(value, text, limitOf(parameters))
}

function lookback(parameters: URLSearchParams) {
  return { lookbackMs: durationOf(parameters, 'lookback_delta', LOOKBACK_MS) }
}

export function formatQuery(parameters: URLSearchParams): Success {
  return { data: formatExpr(parsePromql(parameters.get('query') ?? '')) }
}
