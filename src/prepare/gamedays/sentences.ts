/** The facts of a drill and of the response to it as sentences. What is not in the list is not told. */
import { formatDuration } from '#base'
import {
  alarmCleared,
  alarmRaised,
  createTeller,
  drillAborted,
  drillActivityFailed,
  drillActivitySucceeded,
  drillExpectationMissed,
  drillFaultStarted,
  drillFinished,
  drillRollbackStarted,
  drillStarted,
  drillSteadyStateChecked,
  incidentAcknowledged,
  incidentAlarmAdded,
  incidentOpened,
  incidentReopened,
  incidentResolved,
  notificationAccepted,
  notificationFailed,
  procedureAccepted,
  procedureEnded,
  procedureRollingBack,
  procedureStarted,
  retrospectiveOpened,
  statusPublished,
  stepAnswered,
  stepFailed,
  stepSkipped,
  stepStarted,
  stepSucceeded,
  stepUncertain,
  stepWaiting,
  tell,
} from '#ledger'

const teller = createTeller([
  tell(drillStarted, ({ number, title, by }) => `DRILL-${number} begins, by ${by}: ${title}`),
  tell(drillSteadyStateChecked, ({ when, met }) =>
    met
      ? `The steady state ${when === 'before' ? 'is met' : 'is met again'}`
      : `The steady state is not met ${when} the fault`,
  ),
  tell(drillFaultStarted, ({ what }) => `Fault: ${what}`),
  tell(
    drillActivitySucceeded,
    ({ phase, name }) => `${phase === 'method' ? 'Done' : 'Taken back'}: ${name}`,
  ),
  tell(
    drillActivityFailed,
    ({ name, reason, retryAt }) =>
      `Failed${retryAt === null ? '' : ', tried again'}: ${name} (${reason})`,
  ),
  tell(drillExpectationMissed, ({ name, reason }) => `Missed: ${name}, ${reason}`),
  tell(drillAborted, ({ reason }) => `Aborted: ${reason}`),
  tell(drillRollbackStarted, ({ reason }) => `The fault is taken back: ${reason}`),
  tell(
    drillFinished,
    ({ outcome, score, reason }) =>
      `Drill ${outcome}${score === null ? '' : `, ${score} of 100`}: ${reason}`,
  ),
  tell(alarmRaised, ({ title, value }) =>
    value === null ? `Alarm raised: ${title}` : `Alarm raised: ${title} (at ${value})`,
  ),
  tell(alarmCleared, ({ alarm }) => `Alarm cleared: ${alarm}`),
  tell(
    incidentOpened,
    ({ number, priority, priorityReason, title }) =>
      `INC-${number} opened as ${priority}: ${title}. ${priorityReason}`,
  ),
  tell(incidentAlarmAdded, ({ number, title }) => `Another alarm joined INC-${number}: ${title}`),
  tell(incidentAcknowledged, ({ by }) => `${by} is on it`),
  tell(incidentReopened, ({ number, reason }) => `INC-${number} reopened: ${reason}`),
  tell(incidentResolved, ({ number, reason }) => `INC-${number} resolved: ${reason}`),
  tell(notificationAccepted, ({ purpose, recipient, response, latencyMs }) =>
    PURPOSES[purpose] === undefined
      ? undefined
      : `${PURPOSES[purpose]} to ${recipient} accepted in ${formatDuration(latencyMs)}: ${response}`,
  ),
  tell(
    notificationFailed,
    ({ recipient, reason }) => `A message to ${recipient} failed: ${reason}`,
  ),
  tell(
    statusPublished,
    ({ page, state, component }) => `Status page ${page}: ${component} ${state}`,
  ),
  tell(procedureStarted, ({ procedure, trigger, state }) =>
    state === 'proposed'
      ? `${procedure} waits for somebody to accept it`
      : `${procedure} starts${trigger === 'person' ? '' : ` by itself, because of the ${trigger}`}`,
  ),
  tell(procedureAccepted, ({ procedure, by }) => `${procedure} accepted by ${by}`),
  tell(stepStarted, ({ step, attempt }) => `Step ${step}${attempt > 1 ? `, try ${attempt}` : ''}`),
  tell(
    stepSucceeded,
    ({ step, summary, ms }) => `Step ${step} done in ${formatDuration(ms)}: ${summary}`,
  ),
  tell(stepFailed, ({ step, summary }) => `Step ${step} failed: ${summary}`),
  tell(stepSkipped, ({ step, reason }) => `Step ${step} skipped: ${reason}`),
  tell(stepUncertain, ({ step, reason }) => `Step ${step} is uncertain: ${reason}`),
  tell(stepWaiting, ({ step, prompt }) => `Step ${step} waits for a person: ${prompt}`),
  tell(stepAnswered, ({ step, choice, by }) => `Step ${step}: ${by} chose ${choice}`),
  tell(procedureRollingBack, ({ procedure, reason }) => `${procedure} rolls back: ${reason}`),
  tell(
    procedureEnded,
    ({ procedure, state, ms }) => `${procedure} ${state} after ${formatDuration(ms)}`,
  ),
  tell(
    retrospectiveOpened,
    ({ number, incidentNumber }) => `RETRO-${number} opened for INC-${incidentNumber}`,
  ),
])

const PURPOSES: Readonly<Record<string, string>> = {
  page: 'Page',
  recovery: 'Word of the recovery',
  update: 'Update',
  'status-impacted': 'Word of the impact',
  'status-restored': 'Word of the return',
  test: 'Test',
}

export const TOLD_TYPES = teller.types
export const { sentenceOf } = teller
