/** The doctor names the targets that do not answer, and does not call the unasked ones well. */
import { expect, test } from 'vitest'
import { findingOf } from './targets.ts'

const up = { job: 'shop', url: 'http://a/metrics', health: 'up', error: null } as const
const down = {
  ...up,
  url: 'http://b/metrics',
  health: 'down',
  error: 'connection refused',
} as const

test('all are well when none has an error; who was not asked yet is not counted', () => {
  expect(findingOf([up, { ...up, health: 'unknown' }])).toEqual({
    check: 'scrape targets',
    ok: true,
    found: '1 of 2 have answered',
  })
})

test('the first three that are down are named with their reason', () => {
  expect(findingOf([up, down, down, down, down])).toMatchObject({
    ok: false,
    found: expect.stringMatching(
      /^4 of 5 do not answer well: (?:shop http:\/\/b\/metrics: connection refused(?:; )?){3}; and 1 more$/,
    ),
    mend: expect.stringContaining('opsplane scrape list'),
  })
})
