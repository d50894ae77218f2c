/** Alarms: what they cost, and how soon they are heard of. */
import type { Figure } from '../figures.ts'
import { benchEvaluation } from './evaluation.ts'

export async function benchAlarms(): Promise<readonly Figure[]> {
  return benchEvaluation()
}
