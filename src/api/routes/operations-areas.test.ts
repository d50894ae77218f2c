import { describe, expect, test } from 'vitest'
import { judgeOperations, type OperationsFacts } from './operations-areas.ts'

const NOW = Date.UTC(2026, 10, 23)
const MINUTE = 60_000
const nothing: OperationsFacts = {
  ...{ deployments: [], revisions: 0, incidents: [], open: 0, everHadIncident: false },
  ...{ procedures: 0, untried: 0, runs: 0, rotations: 0, emptyRotations: 0, people: 0 },
  ...{ agreedMs: [], differences: undefined, alarms: 0, unableAlarms: 0 },
  ...{ retrospectives: 0, dueRetrospectives: 0, openImprovements: 0 },
}
const areaOf = (area: string, facts: Partial<OperationsFacts>) =>
  judgeOperations({ ...nothing, ...facts }, NOW).find((one) => one.area === area)!

test('nothing known is unknown, not healthy', () => {
  const unknown = judgeOperations(nothing, NOW).filter(({ status }) => status === 'unk')
  expect(unknown.map(({ area }) => area)).toEqual([
    ...['changes', 'response', 'procedures', 'people', 'documents', 'alarms'],
  ])
})

const incident = (ackMinutes: number | null, restoreMinutes: number | null) => ({
  occurredMs: NOW - 60 * MINUTE,
  openedMs: NOW - 60 * MINUTE,
  acknowledgedMs: ackMinutes === null ? null : NOW - (60 - ackMinutes) * MINUTE,
  resolvedMs: restoreMinutes === null ? null : NOW - (60 - restoreMinutes) * MINUTE,
})

describe.each<[string, Partial<OperationsFacts>, string, string]>([
  ['changes', { deployments: [{ outcome: 'success' }] }, 'ok', '1 this week'],
  ['changes', { deployments: [{ outcome: 'failure' }] }, 'warn', '1 failed'],
  ['response', { everHadIncident: true, incidents: [incident(2, 30)] }, 'ok', 'Nothing open'],
  ['response', { everHadIncident: true, incidents: [incident(40, 50)] }, 'warn', '1 late'],
  ['response', { everHadIncident: true, open: 1 }, 'warn', '1 open'],
  ['people', { rotations: 1, emptyRotations: 1 }, 'crit', 'Nobody on call'],
  ['documents', { agreedMs: [NOW - 10], differences: 0 }, 'ok', 'In step'],
  ['documents', { agreedMs: [NOW - 10], differences: 2 }, 'warn', '2 not in step'],
  ['documents', { agreedMs: [NOW - 10, null], differences: 0 }, 'warn', '1 out of date'],
  ['documents', { agreedMs: [NOW - 10] }, 'unk', 'Not known'],
])('%s', (area, facts, status, word) => {
  test(`${word} is ${status}`, () => {
    expect(areaOf(area, facts)).toMatchObject({ status, word })
  })
})

test('response tells its median, not its luckiest case', () => {
  const incidents = [incident(1, 10), incident(2, 20), incident(9, 55)]
  expect(areaOf('response', { everHadIncident: true, incidents }).sentence).toBe(
    '3 incidents in 7 days, restored in 20m, acknowledged in 2m (median)',
  )
})
