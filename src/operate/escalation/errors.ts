/** What may go wrong when people change how help is called. */
import { defineError } from '#base'

export const NoEscalation = defineError('escalation.none', 'conflict', {
  message: (d: { incident: string; why: string }) =>
    `Nobody is called for ${d.incident}: ${d.why}.`,
  hint: 'Declare it anew, or acknowledge it, when somebody is needed.',
})
export const NoSuchStep = defineError('escalation.no-such-step', 'bad-input', {
  message: (d: { step: string; steps: string }) =>
    `There is no step ${d.step}; there are ${d.steps}.`,
  hint: 'Name a step, or give its number from 1; without one the next is called.',
})
export const SnoozeOutOfRange = defineError('escalation.snooze-out-of-range', 'bad-input', {
  message: (d: { until: string; latest: string }) =>
    `It cannot be snoozed until ${d.until}: that is past, or later than ${d.latest}.`,
  hint: 'What may wait for longer is no incident: resolve it, or open a problem.',
})
export const CannotHandTo = defineError('escalation.cannot-hand-to', 'bad-input', {
  message: (d: { to: string }) => `There is no ${d.to} in the model.`,
  hint: 'Name an escalation:, team:, rotation: or person: of the model.',
})
export const PartyNotCalled = defineError('escalation.party-not-called', 'not-found', {
  message: (d: { party: string; called: string }) =>
    `${d.party} is not in the model; called so far: ${d.called || 'nobody outside'}.`,
  hint: 'third-party:name, as the model declares it.',
})
