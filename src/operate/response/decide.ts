/** What may be said about the work on an incident: pure decisions. */
import {
  incidentDecisionMade,
  incidentImpactSet,
  incidentMoved,
  incidentRoleTaken,
  incidentTaskEnded,
  type NewFact,
} from '#ledger'
import type { Incident } from '../incidents/index.ts'
import {
  DecisionNotFound,
  ImpactRunsBackwards,
  NoSuchOption,
  NotEmpowered,
  PhaseCannotBe,
  TaskNotFound,
} from './errors.ts'
import type { Phase, Response, Role } from './response.ts'

const ORDER: readonly Phase[] = [
  'declared',
  'triaged',
  'investigating',
  'identified',
  'mitigating',
  'monitoring',
]
/** Somebody must lead before such an incident is worked on. */
const NEEDS_COMMANDER: readonly Incident['priority'][] = ['P1', 'P2']

const nameOf = ({ workload, number }: Incident, by: string) => ({ workload, number, by })

/** Backwards too: people who respond do go back. @throws PhaseCannotBe */
export function move(
  incident: Incident,
  { phase: from, roles }: Response,
  { to, reason, by }: { readonly to: Phase; readonly reason: string; readonly by: string },
): NewFact[] {
  const refuse = (why: string) => new PhaseCannotBe({ number: incident.number, from, to, why })
  if (incident.state !== 'open') throw refuse('it is over')
  if (from === to) return []
  if (to === 'declared') throw refuse('nothing becomes undeclared')
  const leads = roles.some(({ role }) => role === 'commander')
  if (NEEDS_COMMANDER.includes(incident.priority) && !leads && ORDER.indexOf(to) > 1)
    throw refuse(`a ${incident.priority} needs a commander first`)
  return [incidentMoved(incident.id, { ...nameOf(incident, by), from, to, reason })]
}

/** Taking over from somebody is a hand-over, with what has to be known. */
export function takeRole(
  incident: Incident,
  { roles }: Response,
  options: {
    readonly role: Role
    readonly person: string
    readonly note?: string | undefined
    readonly by: string
  },
): NewFact[] {
  const { role, person, note = null, by } = options
  const former = roles.find((one) => one.role === role)?.person ?? null
  if (former === person) return []
  return [incidentRoleTaken(incident.id, { ...nameOf(incident, by), role, person, former, note })]
}

/** @throws TaskNotFound */
export function endTask(
  incident: Incident,
  { tasks }: Response,
  options: {
    readonly task: string
    readonly outcome: 'done' | 'dropped'
    readonly result: string
    readonly by: string
  },
): NewFact[] {
  const { task, outcome, result, by } = options
  if (!tasks.some(({ id, outcome: ended }) => id === task && ended === null))
    throw new TaskNotFound({ number: incident.number, task })
  return [incidentTaskEnded(incident.id, { ...nameOf(incident, by), task, outcome, result })]
}

/**
 * Whoever was asked decides, themselves or as a member of the team, or the commander does; what was asked of nobody
 * is for anybody who responds. @throws DecisionNotFound, NoSuchOption, NotEmpowered
 */
export function makeDecision(
  incident: Incident,
  { decisions, roles }: Response,
  options: {
    readonly decision: string
    readonly choice: string
    readonly reason: string
    readonly by: string
    /** person:name and the teams they belong to. */
    readonly standsFor: readonly string[]
  },
): NewFact[] {
  const { decision, choice, reason, by, standsFor } = options
  const asked = decisions.find(({ id, choice: made }) => id === decision && made === null)
  if (!asked) throw new DecisionNotFound({ number: incident.number, decision })
  if (!asked.options.includes(choice))
    throw new NoSuchOption({ choice, options: asked.options.join(', ') })
  const leads = roles.some(({ role, person }) => role === 'commander' && person === by)
  const { askedOf } = asked
  if (askedOf !== null && !standsFor.includes(askedOf) && !leads)
    throw new NotEmpowered({ by, askedOf })
  const authority =
    askedOf === null
      ? 'asked of whoever responds'
      : standsFor.includes(askedOf)
        ? `asked of ${askedOf}`
        : 'commander of the incident'
  const fact = { decision, choice, reason, authority }
  return [incidentDecisionMade(incident.id, { ...nameOf(incident, by), ...fact })]
}

/** @throws ImpactRunsBackwards */
export function setImpact(
  incident: Incident,
  options: {
    readonly from: string
    readonly to: string | null
    readonly reason: string
    readonly by: string
  },
): NewFact[] {
  const { from, to, reason, by } = options
  if (to !== null && Date.parse(to) < Date.parse(from)) throw new ImpactRunsBackwards({ from, to })
  return [incidentImpactSet(incident.id, { ...nameOf(incident, by), from, to, reason })]
}
