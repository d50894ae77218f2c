import { describe, expect, test } from 'vitest'
import { fits } from './ways.ts'

const night = { from: '22:00', to: '07:00' }
const day = { from: '09:00', to: '17:00' }
const week = ['mon', 'tue', 'wed', 'thu', 'fri'] as const

describe('a rule is meant for a moment', () => {
  test.each<[string, Parameters<typeof fits>[0], string, string, boolean]>([
    ['any', {}, '2026-03-01T03:00:00Z', 'UTC', true],
    ['by day, at its begin', day, '2026-03-02T09:00:00Z', 'UTC', true],
    ['by day, at its end', day, '2026-03-02T17:00:00Z', 'UTC', false],
    ['by night, before midnight', night, '2026-03-01T23:59:00Z', 'UTC', true],
    ['by night, after midnight', night, '2026-03-01T06:59:00Z', 'UTC', true],
    ['by night, at its end', night, '2026-03-01T07:00:00Z', 'UTC', false],
    ['in the zone of the person', night, '2026-03-01T20:30:00Z', 'Asia/Kolkata', true],
    ['on a day of the week', { days: [...week] }, '2026-03-02T12:00:00Z', 'UTC', true],
    ['not on a Sunday', { days: [...week] }, '2026-03-01T12:00:00Z', 'UTC', false],
    // The night of Friday lasts until Saturday morning; that of Sunday is none of these.
    ['the night of Friday', { ...night, days: [...week] }, '2026-03-07T05:00:00Z', 'UTC', true],
    ['the night of Sunday', { ...night, days: [...week] }, '2026-03-02T05:00:00Z', 'UTC', false],
    ['a priority', { priorities: ['P1'] }, '2026-03-02T05:00:00Z', 'UTC', true],
    ['another priority', { priorities: ['P2'] }, '2026-03-02T05:00:00Z', 'UTC', false],
  ])('%s', (_what, rule, at, zone, expected) => {
    expect(fits(rule, zone, { priority: 'P1', atMs: Date.parse(at) })).toBe(expected)
  })
})
