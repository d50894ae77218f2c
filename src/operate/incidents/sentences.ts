/** Facts as sentences for people. A kind of fact that is not in the list has no place in the story of an incident. */
import { formatDuration } from '#base'
import {
  alarmCleared,
  alarmRaised,
  causeConfirmed,
  escalationCalled,
  escalationExhausted,
  escalationGapFound,
  escalationPartyAnswered,
  escalationPartyLate,
  escalationReassigned,
  escalationSnoozed,
  escalationStarted,
  escalationStepExecuted,
  evidenceCollected,
  type Fact,
  type FactDefinition,
  incidentAcknowledged,
  incidentAlarmAdded,
  incidentAlarmCleared,
  incidentDecisionAsked,
  incidentDecisionMade,
  incidentGrown,
  incidentImpactSet,
  incidentMoved,
  incidentNoteAdded,
  incidentOpened,
  incidentPriorityChanged,
  incidentReopened,
  incidentResolved,
  incidentRoleTaken,
  incidentTaskAdded,
  incidentTaskEnded,
  notificationAccepted,
  notificationCancelled,
  notificationExpired,
  notificationFailed,
  notificationSuperseded,
  problemIncidentLinked,
  procedureEnded,
  procedureRollingBack,
  procedureStarted,
  statusPublished,
  stepAnswered,
  stepFailed,
  stepSucceeded,
  stepUncertain,
  stepWaiting,
  timeOf,
} from '#ledger'
import { listed, spoken } from '../wording/index.ts'

interface Telling {
  readonly type: string
  readonly isKey: boolean
  tell(fact: Fact): string | undefined
}

function tell<Type extends string, Data>(
  definition: FactDefinition<Type, Data>,
  isKey: boolean,
  words: (data: Data, fact: Fact) => string | undefined,
): Telling {
  return { type: definition.type, isKey, tell: (fact) => words(fact.data as Data, fact) }
}

const MESSAGES = {
  page: 'The page',
  recovery: 'The message that it is over',
  update: 'The update',
  'status-impacted': 'The word of the impairment',
  'status-restored': 'The word that it works again',
  test: 'The test message',
} as const

const tellings: readonly Telling[] = [
  tell(alarmRaised, true, ({ title, value }) =>
    value === null ? `Alarm raised: ${title}` : `Alarm raised: ${title} (at ${value})`,
  ),
  tell(procedureStarted, true, ({ title, trigger, state }) =>
    state === 'proposed'
      ? `Procedure proposed: ${title}`
      : `Procedure started${trigger === 'alarm' ? ' by itself' : ''}: ${title}`,
  ),
  tell(stepSucceeded, false, ({ step, summary }) => `Step ${step}: ${summary}`),
  tell(stepFailed, true, ({ step, summary }) => `Step ${step} failed: ${summary}`),
  tell(stepUncertain, true, ({ step, reason }) => `Step ${step} is uncertain: ${reason}`),
  tell(stepWaiting, true, ({ step, prompt }) => `Step ${step} waits: ${prompt}`),
  tell(stepAnswered, true, ({ step, choice, by }) => `Step ${step}: ${choice}, by ${spoken(by)}`),
  tell(
    procedureRollingBack,
    true,
    ({ procedure, reason }) => `${procedure} is taken back: ${reason}`,
  ),
  tell(
    procedureEnded,
    true,
    ({ procedure, state, reason }) =>
      `Procedure ${procedure} ${state}${state === 'succeeded' ? '' : `: ${reason}`}`,
  ),
  tell(alarmCleared, true, ({ alarm }) => `Alarm cleared: ${alarm}`),
  tell(
    incidentOpened,
    true,
    ({ number, title, priority, priorityReason, alarm }, { actor }) =>
      `INC-${number} ${alarm === null ? `declared by ${spoken(actor)}` : 'opened'} as ${priority}: ${title}. ${priorityReason}`,
  ),
  tell(incidentAlarmAdded, false, ({ title }) => `Another alarm joined: ${title}`),
  tell(incidentGrown, false, ({ joined, reason, priority }) =>
    joined.length === 0
      ? `Those who were called are told that it is ${priority} now`
      : `Those who were called are told${reason === 'priority' ? `, as it is ${priority} now,` : ''} of ${listed(joined.map(({ title }) => title))}`,
  ),
  tell(incidentAlarmCleared, false, ({ alarm }) => `Its alarm ${alarm} is no longer raised`),
  tell(
    incidentPriorityChanged,
    true,
    ({ from, to, reason, by }) =>
      `Priority ${from} became ${to}${by ? `, by ${spoken(by)}` : ''}: ${reason}`,
  ),
  tell(incidentAcknowledged, true, ({ by, awaits = [] }) =>
    awaits.length === 0
      ? `${spoken(by)} is on it`
      : `${spoken(by)} is on it; ${listed(awaits.map(spoken))} still to say so`,
  ),
  tell(incidentNoteAdded, false, ({ by, text }) => `${spoken(by)} noted: ${text}`),
  tell(incidentMoved, true, ({ by, to, reason }) => `${spoken(by)}: ${to}; ${reason}`),
  tell(
    incidentRoleTaken,
    true,
    ({ role, person, former, note }) =>
      `${spoken(person)} is ${role}${former ? `, after ${spoken(former)}` : ''}${note ? `: ${note}` : ''}`,
  ),
  tell(
    incidentTaskAdded,
    false,
    ({ text, assignee }) => `To do${assignee ? ` by ${spoken(assignee)}` : ''}: ${text}`,
  ),
  tell(
    incidentTaskEnded,
    false,
    ({ by, outcome, result }) => `${spoken(by)} has ${outcome} a task: ${result}`,
  ),
  tell(
    incidentDecisionAsked,
    true,
    ({ question, askedOf }) =>
      `To be decided${askedOf ? ` by ${spoken(askedOf)}` : ''}: ${question}`,
  ),
  tell(
    incidentDecisionMade,
    true,
    ({ by, choice, reason }) => `${spoken(by)} decided: ${choice}, because ${reason}`,
  ),
  tell(
    incidentImpactSet,
    false,
    ({ by, from, to, reason }) =>
      `${spoken(by)}: customers felt it from ${from}${to ? ` to ${to}` : ''}, as ${reason} shows`,
  ),
  tell(
    incidentResolved,
    true,
    ({ reason, by, openedAt }, fact) =>
      `Over after ${formatDuration(Math.max(0, timeOf(fact) - Date.parse(openedAt)))}: ${reason}${by === 'alarms' ? '' : ` (${spoken(by)})`}`,
  ),
  tell(
    problemIncidentLinked,
    true,
    ({ number, title, workaround }) =>
      `Belongs to PRB-${number}, ${title}${workaround ? `; what helps: ${spoken(workaround)}` : ''}`,
  ),
  tell(evidenceCollected, false, ({ suspects: [first], items, blind }) =>
    [
      first ? `First suspect: ${spoken(first.name)}` : 'Nothing stands out as the cause',
      `${items.length} pieces of evidence were kept`,
      ...(blind.length > 0 ? [`${blind.length} could not be looked at`] : []),
    ].join('; '),
  ),
  tell(causeConfirmed, true, ({ by, trigger }) => `${spoken(by)} confirmed the cause: ${trigger}`),
  tell(incidentReopened, true, ({ reason }) => `Reopened: ${reason}`),
  tell(escalationStarted, false, ({ policy, cycle, reason }) =>
    cycle === 1
      ? `Help is called by ${policy ? `the escalation ${policy}` : 'telling the owner'}`
      : `Help is called anew: ${reason}`,
  ),
  tell(
    escalationStepExecuted,
    false,
    ({ step, upTo, recipients, catchUp, hurried }) =>
      `${step === upTo ? `Step ${step + 1}` : `Steps ${step + 1} to ${upTo + 1}`} called ${listed(recipients.map(({ to }) => spoken(to))) || 'nobody'}${catchUp ? ', late, after a pause of the system' : ''}${hurried ? `, at once, since ${hurried}` : ''}`,
  ),
  tell(
    escalationGapFound,
    true,
    ({ targets, fallback }) =>
      `Nobody stood behind ${listed(targets.map(spoken))}; ${spoken(fallback)} was called instead`,
  ),
  tell(escalationCalled, true, ({ by, step, reason }) =>
    by.startsWith('trigger:')
      ? `Step ${step + 1} is called before its time: ${reason}`
      : `${spoken(by)} calls step ${step + 1}: ${reason}`,
  ),
  tell(
    escalationSnoozed,
    true,
    ({ by, until, reason }) =>
      `${spoken(by)} lets it wait until ${until.slice(0, 16).replace('T', ' ')} UTC: ${reason}`,
  ),
  tell(
    escalationReassigned,
    true,
    ({ by, to, reason }) => `${spoken(by)} has handed it to ${spoken(to)}: ${reason}`,
  ),
  tell(
    escalationPartyAnswered,
    true,
    ({ party, case: number, by }) =>
      `${spoken(party)} has answered: case ${number}, says ${spoken(by)}`,
  ),
  tell(escalationPartyLate, true, ({ party }) => `${spoken(party)} has not answered in time`),
  tell(escalationExhausted, true, () => 'Nobody has answered any step of the escalation'),
  tell(
    notificationAccepted,
    true,
    ({ purpose, recipient }) => `${MESSAGES[purpose]} to ${spoken(recipient)} was accepted`,
  ),
  tell(
    notificationFailed,
    false,
    ({ purpose, recipient, reason, retryAt }) =>
      `${MESSAGES[purpose]} to ${spoken(recipient)} did not get through${retryAt === null ? '' : ' and will be tried again'}: ${reason}`,
  ),
  tell(
    notificationExpired,
    true,
    ({ purpose, recipient, reason }) =>
      `${MESSAGES[purpose]} to ${spoken(recipient)} was given up: ${reason}`,
  ),
  tell(
    notificationCancelled,
    false,
    ({ purpose, recipient, reason }) =>
      `${MESSAGES[purpose]} to ${spoken(recipient)} was not sent: ${reason}`,
  ),
  tell(
    notificationSuperseded,
    false,
    ({ purpose, recipient }) =>
      `${MESSAGES[purpose]} to ${spoken(recipient)} was replaced by a later one`,
  ),
  tell(
    statusPublished,
    true,
    ({ page, component, state, text }) =>
      `Status page ${page} says ${component} is ${state === 'impacted' ? 'impaired' : 'working'}: ${text}`,
  ),
]

const byType = new Map(tellings.map((telling) => [telling.type, telling]))

/** The kinds of facts that can be told. */
export const TOLD_TYPES: readonly string[] = [...byType.keys()]

export function sentenceOf(fact: Fact): string | undefined {
  return byType.get(fact.type)?.tell(fact)
}

export function isKeyMoment(fact: Fact): boolean {
  return byType.get(fact.type)?.isKey ?? false
}
