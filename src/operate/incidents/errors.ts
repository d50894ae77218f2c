/** What may go wrong when people act on incidents. */
import { defineError } from '#base'

export const IncidentNotFound = defineError('incident.not-found', 'not-found', {
  message: (d: { incident: string }) => `There is no incident ${d.incident}.`,
  hint: 'opsplane incident list shows the latest ones.',
})

export const CannotDo = defineError('incident.cannot', 'conflict', {
  message: (d: { incident: string; what: string; why: string }) =>
    `${d.incident} cannot ${d.what}: ${d.why}.`,
})
