/** How answers and risks of the review are spoken of. */
import type { StatusKind } from '../../ui/index.ts'

const ANSWERS: Record<string, { kind: StatusKind; word: string }> = {
  met: { kind: 'ok', word: 'Met' },
  partly: { kind: 'warn', word: 'Partly' },
  'not-met': { kind: 'crit', word: 'Not met' },
  'needs-a-person': { kind: 'unk', word: 'Needs a person' },
  accepted: { kind: 'info', word: 'Accepted' },
  'not-applicable': { kind: 'info', word: 'Does not apply' },
}

export const answerStatus = (answer: string) =>
  ANSWERS[answer] ?? { kind: 'unk' as const, word: answer }

export function riskStatus(risk: string): { kind: StatusKind; word: string } {
  if (risk === 'HIGH') return { kind: 'crit', word: 'High risk' }
  return risk === 'MEDIUM'
    ? { kind: 'warn', word: 'Medium risk' }
    : { kind: 'ok', word: 'Low risk' }
}

export const actWord = (act: string) => act.charAt(0).toUpperCase() + act.slice(1)

export const LEVELS: Record<string, string> = { D: 'Declared', X: 'Exercised', E: 'Effective' }
