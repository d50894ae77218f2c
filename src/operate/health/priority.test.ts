import { describe, expect, test } from 'vitest'
import { priorityOf, type Urgency } from './priority.ts'

describe('priority by business impact', () => {
  test.each<[number, Urgency, string]>([
    [10, 'critical', 'P1'],
    [8, 'critical', 'P1'],
    [8, 'warning', 'P2'],
    [7, 'critical', 'P2'],
    [5, 'warning', 'P3'],
    [4, 'critical', 'P3'],
    [3, 'info', 'P5'],
    [1, 'critical', 'P4'],
    [1, 'info', 'P5'],
  ])('weight %d and a %s alarm make %s %s', (weight, severity, priority) => {
    expect(priorityOf({ outcomes: [{ weight }], severity }).priority).toBe(priority)
  })

  test('the outcome that weighs most sets it and is named', () => {
    const outcomes = [
      { outcome: 'outcome:quick', weight: 6 },
      { outcome: 'outcome:orders', weight: 10 },
    ]
    expect(priorityOf({ outcomes, severity: 'critical' })).toEqual({
      priority: 'P1',
      reason: 'orders is vital to the business (weight 10), and the alarm is critical',
    })
  })

  test('harm that is mapped to no outcome is in the middle and says so', () => {
    expect(priorityOf({ outcomes: [], severity: 'critical' })).toEqual({
      priority: 'P3',
      reason: 'no outcome is mapped',
    })
  })
})
