/** The door of the response: how far people are with an incident, who has which role, what is to be done and decided. */
export {
  addTask,
  askForDecision,
  decideForIncident,
  endIncidentTask,
  moveIncident,
  setIncidentImpact,
  takeIncidentRole,
} from './commands.ts'
export { responses } from './projection.ts'
export { readResponse } from './read.ts'
export type { Decision, Phase, Response as IncidentResponse, Role, Task } from './response.ts'
