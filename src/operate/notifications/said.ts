/** What the alarms of an incident say in their own words: summary and description, each said once. */
import type { Incident, IncidentAlarm } from '../incidents/index.ts'

const MOST_ALARMS = 5
const LONGEST = 1_000

/** A line for each alarm that says more than its title. */
export function linesOf(alarms: readonly IncidentAlarm[]): string[] {
  const said = [...new Set(alarms.flatMap(wordsOf))]
  const more = said.length - MOST_ALARMS
  return [
    ...said.slice(0, MOST_ALARMS),
    ...(more > 0 ? [`${more} more of its alarms say more.`] : []),
  ]
}

/** Of those that are raised, or of all when none is. */
export function saidBy({ alarms }: Incident): string[] {
  const raised = alarms.filter(({ clearedAt }) => clearedAt === null)
  return linesOf(raised.length > 0 ? raised : alarms)
}

function wordsOf({ title, annotations }: IncidentAlarm): string[] {
  const { summary, description, message } = annotations
  const parts = [summary, description ?? message].flatMap((text) => text?.trim() || [])
  const words = [...new Set(parts)].filter((text) => text !== title)
  return words.length > 0 ? [cut(words.join(' '))] : []
}

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
