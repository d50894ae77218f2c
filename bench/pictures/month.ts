/** A month of a shop, made up: what its customers would have done, as counters that are sent each quarter of a minute. */
import { gzipSync } from 'node:zlib'

const STEP_MS = 15_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** So much goes with one request. */
const BATCH_MS = 6 * HOUR_MS

const NOW_MS = Date.now()

interface Counter {
  readonly name: string
  readonly unit: string
  readonly labels: Readonly<Record<string, string>>
  /** How much it grows in a minute, beside the orders of that minute. */
  readonly perOrder: (timeMs: number) => number
}

/** Hardly anybody buys at night; in the evening and on Sundays most do. The noise has no pattern of its own. */
function ordersPerMinute(timeMs: number): number {
  const hour = (timeMs / HOUR_MS) % 24
  const day =
    34 + 22 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 6 * Math.sin((hour / 12) * Math.PI)
  const week = Math.floor(timeMs / DAY_MS + 4) % 7 === 0 ? 1.35 : 1
  return Math.max(2, day * week * (1 + 0.06 * noise(timeMs))) * happened(timeMs)
}

/** A newsletter two days ago, an hour of failing cards five days ago, and something that goes on now. */
function happened(timeMs: number): number {
  const ago = NOW_MS - timeMs
  if (ago > 2 * DAY_MS && ago < 2 * DAY_MS + 0.8 * HOUR_MS) return 1.9
  if (ago > 5 * DAY_MS && ago < 5 * DAY_MS + 0.8 * HOUR_MS) return 0.35
  return ago < 15 * 60_000 ? 0.4 : 1
}

function noise(timeMs: number): number {
  const turn = Math.sin(timeMs / 61_000) * 43_758.5453
  return (turn - Math.floor(turn)) * 2 - 1
}

const checkout = (result: string) => ({ journey: 'checkout', step: 'pay', result })
const COUNTERS: readonly Counter[] = [
  { name: 'shop_orders_placed', unit: '', labels: { result: 'ok' }, perOrder: () => 1 },
  {
    ...{ name: 'shop_orders_placed', unit: '', perOrder: () => 0.002 },
    labels: { result: 'failed', reason: 'internal' },
  },
  { name: 'shop_revenue', unit: 'EUR', labels: {}, perOrder: () => 38 },
  { name: 'shop_journey_steps', unit: '', labels: checkout('ok'), perOrder: () => 1 },
  { name: 'shop_journey_steps', unit: '', labels: checkout('failed'), perOrder: () => 0.002 },
]

export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  /** What each counter stands at; goes along. */
  readonly totals: number[]
}

export const noCounts = (): number[] => COUNTERS.map(() => 0)

export interface Sent {
  readonly samples: number
  readonly refused: number
}

/** Sends what was counted from one time to another, by OTLP, and says how much of it was taken. */
export async function sendMonth(
  { url, token }: { readonly url: string; readonly token: string },
  { fromMs, toMs, totals }: Stretch,
): Promise<Sent> {
  let [samples, refused] = [0, 0]
  for (let beginMs = fromMs; beginMs < toMs; beginMs += BATCH_MS) {
    const endMs = Math.min(toMs, beginMs + BATCH_MS)
    const points = COUNTERS.map((): object[] => [])
    for (let timeMs = beginMs; timeMs < endMs; timeMs += STEP_MS) {
      const orders = ordersPerMinute(timeMs) * (STEP_MS / 60_000)
      COUNTERS.forEach(({ labels, perOrder }, i) => {
        totals[i]! += orders * perOrder(timeMs)
        points[i]!.push({
          ...{ timeUnixNano: nanos(timeMs), asDouble: totals[i] },
          attributes: attributesOf(labels),
        })
        samples++
      })
    }
    refused += await post(url, token, points)
  }
  return { samples, refused }
}

async function post(url: string, token: string, points: readonly object[][]): Promise<number> {
  const metrics = COUNTERS.map(({ name, unit }, i) => ({
    ...{ name, unit },
    sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: points[i] },
  }))
  const resource = { attributes: attributesOf({ 'service.name': 'orders' }) }
  const response = await fetch(`${url}/v1/metrics`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'content-encoding': 'gzip' },
      authorization: `Bearer ${token}`,
    },
    body: gzipSync(
      JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }),
    ),
  })
  if (!response.ok)
    throw new Error(`The month was refused: ${response.status} ${await response.text()}`)
  const { partialSuccess } = (await response.json()) as {
    partialSuccess?: { rejectedDataPoints?: string | number }
  }
  return Number(partialSuccess?.rejectedDataPoints ?? 0)
}

const nanos = (timeMs: number) => `${timeMs}000000`
const attributesOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }))
