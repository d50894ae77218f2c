/** The promise: the stepper says what has happened to an incident, and nothing that has not. */
import { expect, it } from 'vitest'
import { stagesOf } from './stages.ts'
import type { IncidentDetail } from './words.ts'

const opened = {
  occurredAt: '2026-08-23T13:52:00Z',
  openedAt: '2026-08-23T13:52:08Z',
  acknowledgedAt: null,
  resolvedAt: null,
  runs: [],
  retrospective: null,
} as unknown as IncidentDetail

const said = (incident: IncidentDetail) =>
  stagesOf(incident).map(({ title, state }) => `${title}: ${state}`)

it('is calling for help until someone acknowledges', () => {
  expect(said(opened)).toContain('Calling for help: now')
  const taken = { ...opened, acknowledgedAt: '2026-08-23T13:54:00Z' }
  expect(said(taken)).toContain('Acknowledged: done')
})

it('is mitigating while a procedure runs', () => {
  const runs = [{ run: 'run_1', procedure: 'rollback', state: 'running' }]
  expect(said({ ...opened, runs })).toContain('Mitigating: now')
})

it('does not claim an acknowledgement or a procedure that never was', () => {
  const over = { ...opened, state: 'resolved' as const, resolvedAt: '2026-08-23T14:00:00Z' }
  expect(said(over)).toEqual([
    'Detected: done',
    'Opened: done',
    'Not acknowledged: later',
    'No procedure ran: later',
    'Resolved: done',
    'Retrospective: later',
  ])
})
