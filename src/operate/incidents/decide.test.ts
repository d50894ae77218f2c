import { describe, expect, test } from 'vitest'
import {
  acknowledge,
  changePriority,
  type Judge,
  onAlarmCleared,
  onAlarmRaised,
  resolve,
} from './decide.ts'
import type { Incident } from './incident.ts'

const REOPEN_WINDOW_MS = 30 * 60_000
const NOW = Date.parse('2026-01-07T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()

const judge: Judge = (outcomes, severity) =>
  severity === 'critical' && outcomes.includes('outcome:orders')
    ? { priority: 'P1', reason: 'orders' }
    : { priority: 'P3', reason: 'no outcome' }

const look = {
  workload: 'shop',
  alarm: 'slow',
  instance: 'slow{a}',
  labels: {},
  version: 'v',
  tickAt: iso(NOW),
  value: 1,
  group: 'slow',
}
const raised = {
  ...look,
  since: iso(NOW - 10_000),
  reason: 'condition' as const,
  title: 'Checkout is slow',
  severity: 'warning' as const,
  owner: 'team:commerce',
  procedure: 'slow',
  protects: [] as string[],
}
const cleared = { ...look, reason: 'condition' as const }

const incident = (more: Partial<Incident> = {}): Incident => ({
  id: 'inc_1',
  workload: 'shop',
  number: 7,
  title: 'Checkout is slow',
  group: 'slow',
  state: 'open',
  severity: 'warning',
  priority: 'P3',
  priorityReason: 'no outcome',
  priorityBy: null,
  outcomes: [],
  alarm: 'slow',
  owner: 'team:commerce',
  procedure: 'slow',
  occurredAt: iso(NOW - 60_000),
  openedAt: iso(NOW - 50_000),
  acknowledgedAt: null,
  acknowledgedBy: null,
  acknowledgedUntil: null,
  resolvedAt: null,
  resolvedBy: null,
  resolvedReason: null,
  recurrenceOf: null,
  reopenedCount: 0,
  alarms: [alarmOf('slow{a}')],
  ...more,
})
const alarmOf = (instance: string, clearedAt: string | null = null) => ({
  alarm: 'slow',
  instance,
  title: 'Checkout is slow',
  labels: {},
  annotations: {},
  announced: true,
  raisedAt: iso(NOW - 50_000),
  clearedAt,
})
const ended = (agoMs: number) => incident({ state: 'resolved', resolvedAt: iso(NOW - agoMs) })
const types = (facts: readonly { type: string }[]) => facts.map(({ type }) => type)
const group = (open?: Incident, last?: Incident) => ({
  open,
  last,
  nextNumber: 8,
  newIncidentId: 'inc_new',
  reopenWindowMs: REOPEN_WINDOW_MS,
  waitMs: 0,
})

describe('an alarm is raised', () => {
  const other = { ...raised, instance: 'slow{b}' }
  const grave = { ...other, severity: 'critical' as const, protects: ['outcome:orders'] }
  const chosen = incident({ priorityBy: 'person:ann' })
  test.each([
    ['nothing is open: an incident', group(), raised, ['incident.opened']],
    ['the same instance again: nothing', group(incident()), raised, []],
    ['another instance of the group joins', group(incident()), other, ['incident.alarm-added']],
    [
      'a graver one joins and raises the priority',
      group(incident()),
      grave,
      ['incident.alarm-added', 'incident.priority-changed'],
    ],
    ['a priority that a person chose stands', group(chosen), grave, ['incident.alarm-added']],
    [
      'just after the end: the same incident',
      group(undefined, ended(REOPEN_WINDOW_MS)),
      raised,
      ['incident.reopened', 'incident.alarm-added'],
    ],
    [
      'long after the end: a new incident',
      group(undefined, ended(REOPEN_WINDOW_MS + 1)),
      raised,
      ['incident.opened'],
    ],
  ])('%s', (_what, state, alarm, expected) => {
    expect(types(onAlarmRaised(state, alarm, judge, NOW))).toEqual(expected)
  })

  test('the incident knows its number, since when, why its priority, and what it repeats', () => {
    const [opened] = onAlarmRaised(
      group(undefined, ended(REOPEN_WINDOW_MS + 1)),
      raised,
      judge,
      NOW,
    )
    expect(opened).toMatchObject({
      subject: 'inc_new',
      data: {
        number: 8,
        occurredAt: raised.since,
        priority: 'P3',
        priorityReason: 'no outcome',
        recurrenceOf: 'inc_1',
        owner: 'team:commerce',
        procedure: 'slow',
      },
    })
  })

  test('what joins while the first call still waits is told by it', () => {
    const announced = (waitMs: number) => {
      const [added] = onAlarmRaised({ ...group(incident()), waitMs }, other, judge, NOW)
      return (added!.data as { announced?: boolean }).announced ?? true
    }
    expect(announced(0)).toBe(false)
    expect(announced(50_000)).toBe(false)
    expect(announced(50_001)).toBe(true)
  })

  test('a joining alarm widens the harm and never lowers it', () => {
    const [added] = onAlarmRaised(
      group(incident({ severity: 'critical', outcomes: ['outcome:orders'], priority: 'P1' })),
      { ...other, protects: ['outcome:search'] },
      judge,
      NOW,
    )
    expect(added!.data).toMatchObject({
      severity: 'critical',
      outcomes: ['outcome:orders', 'outcome:search'],
    })
  })
})

describe('an alarm is cleared', () => {
  const two = incident({ alarms: [alarmOf('slow{a}'), alarmOf('slow{b}')] })
  const oneLeft = incident({ alarms: [alarmOf('slow{a}'), alarmOf('slow{b}', iso(NOW))] })
  const byPerson = incident({ state: 'resolved', resolvedAt: iso(NOW) })
  test.each([
    ['the only one: it is over', incident(), ['incident.alarm-cleared', 'incident.resolved']],
    ['one of two: it goes on', two, ['incident.alarm-cleared']],
    ['the last of two: it is over', oneLeft, ['incident.alarm-cleared', 'incident.resolved']],
    ['a person was quicker: only noted', byPerson, ['incident.alarm-cleared']],
    ['no incident: nothing', undefined, []],
    ['an instance that is not part of it: nothing', incident({ alarms: [] }), []],
  ])('%s', (_what, open, expected) => {
    expect(types(onAlarmCleared({ open, last: undefined }, cleared))).toEqual(expected)
  })

  test('of an incident that a person ended, while another one is open: noted where it belongs', () => {
    const open = incident({ id: 'inc_2', alarms: [alarmOf('slow{b}')] })
    const [noted, ...more] = onAlarmCleared({ open, last: byPerson }, cleared)
    expect(noted).toMatchObject({ type: 'incident.alarm-cleared', subject: 'inc_1' })
    expect(more).toEqual([])
  })
})

describe('people', () => {
  test('an incident that is over can neither be acknowledged nor ended nor weighed anew', () => {
    const over = ended(1)
    expect(() => acknowledge(over, 'person:ann', NOW)).toThrow('INC-7 cannot be acknowledged')
    expect(() => resolve(over, 'person:ann', 'done')).toThrow('it is resolved')
    expect(() => changePriority(over, 'P1', 'person:ann', 'big')).toThrow('another priority')
  })
  test('confirming the computed priority is a choice; choosing it again is nothing', () => {
    expect(types(changePriority(incident(), 'P3', 'person:ann', 'yes'))).toEqual([
      'incident.priority-changed',
    ])
    const chosen = incident({ priorityBy: 'person:ann' })
    expect(changePriority(chosen, 'P3', 'person:bob', 'yes')).toEqual([])
  })
})
