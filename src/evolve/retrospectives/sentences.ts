/** The facts that tell what happened in an incident, as sentences. What is not in the list is not told. */
import { formatDuration } from '#base'
import {
  alarmCleared,
  alarmRaised,
  createTeller,
  drillFaultStarted,
  incidentAcknowledged,
  incidentAlarmAdded,
  incidentNoteAdded,
  incidentOpened,
  incidentPriorityChanged,
  incidentReopened,
  incidentResolved,
  notificationAccepted,
  procedureAccepted,
  procedureEnded,
  procedureStarted,
  statusPublished,
  stepAnswered,
  stepFailed,
  stepSucceeded,
  stepUncertain,
  tell,
} from '#ledger'

const teller = createTeller([
  tell(drillFaultStarted, ({ number, what }) => `Fault of DRILL-${number}: ${what}`),
  tell(alarmRaised, ({ title, value }) =>
    value === null ? `Alarm raised: ${title}` : `Alarm raised: ${title} (at ${value})`,
  ),
  tell(alarmCleared, ({ alarm }) => `Alarm cleared: ${alarm}`),
  tell(
    incidentOpened,
    ({ number, priority, priorityReason }) =>
      `INC-${number} opened as ${priority}: ${priorityReason}`,
  ),
  tell(incidentAlarmAdded, ({ title }) => `Another alarm joined: ${title}`),
  tell(incidentPriorityChanged, ({ from, to, reason }) => `${from} became ${to}: ${reason}`),
  tell(incidentAcknowledged, ({ by }) => `${by} is on it`),
  tell(incidentNoteAdded, ({ by, text }) => `${by} noted: ${text}`),
  tell(incidentReopened, ({ reason }) => `Reopened: ${reason}`),
  tell(incidentResolved, ({ reason }) => `Resolved: ${reason}`),
  tell(notificationAccepted, ({ purpose, recipient, latencyMs }) => {
    if (purpose === 'page') return `Page to ${recipient} accepted in ${formatDuration(latencyMs)}`
    return purpose === 'recovery' ? `Word of the recovery to ${recipient} accepted` : undefined
  }),
  tell(procedureStarted, ({ procedure, trigger, state }) =>
    state === 'proposed'
      ? `${procedure} was proposed`
      : `${procedure} started by ${trigger === 'person' ? 'a person' : `the ${trigger}`}`,
  ),
  tell(procedureAccepted, ({ procedure, by }) => `${procedure} accepted by ${by}`),
  tell(stepSucceeded, ({ step, summary }) => `Step ${step} done: ${summary}`),
  tell(stepFailed, ({ step, summary }) => `Step ${step} failed: ${summary}`),
  tell(stepUncertain, ({ step, reason }) => `Step ${step} was uncertain: ${reason}`),
  tell(stepAnswered, ({ step, choice, by }) => `Step ${step}: ${by} chose ${choice}`),
  tell(
    procedureEnded,
    ({ procedure, state, ms }) => `${procedure} ${state} after ${formatDuration(ms)}`,
  ),
  tell(
    statusPublished,
    ({ page, component, state }) => `Status page ${page}: ${component} ${state}`,
  ),
])

export const TOLD_TYPES = teller.types
export const { sentenceOf } = teller
