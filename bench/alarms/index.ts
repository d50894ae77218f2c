/** Alarms: how soon they are heard of, and what they cost. */
import type { Figure } from '../figures.ts'
import { benchEvaluation } from './evaluation.ts'
import { benchLatency } from './latency.ts'

export async function benchAlarms(): Promise<readonly Figure[]> {
  return [...(await benchLatency()), ...(await benchEvaluation())]
}
