import { describe, expect, test } from 'vitest'
import { judge, type Watched } from './decide.ts'
import { observe, type QualityFact } from './firings.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const window = { fromMs: 0, toMs: 30 * DAY }

const watched = (...names: string[]): Watched[] =>
  names.map((alarm) => ({ alarm, title: alarm, owner: 'team:a', declaredAt: null }))
const fact = (
  timeMs: number,
  type: string,
  subject: string,
  data: QualityFact['data'],
): QualityFact => ({ timeMs, type, subject, actor: 'service:x', data })

/** An alarm that is raised, told, and cleared after ten minutes. */
function firing(alarm: string, atMs: number, then: readonly QualityFact[] = []): QualityFact[] {
  const of = { alarm, instance: alarm }
  const incident = `inc-${alarm}-${atMs}`
  return [
    fact(atMs, 'alarm.raised', `alarm:${alarm}`, of),
    fact(atMs, 'incident.opened', incident, of),
    ...then.map((one) => ({ ...one, subject: incident, timeMs: atMs + one.timeMs })),
    fact(atMs + 10 * MINUTE, 'alarm.cleared', `alarm:${alarm}`, of),
  ]
}
const acknowledged = fact(3 * MINUTE, 'incident.acknowledged', '', { by: 'person:ann' })

function qualityOf(facts: readonly QualityFact[], ...names: string[]) {
  const ordered = facts.toSorted((a, b) => a.timeMs - b.timeMs)
  return new Map(judge(watched(...names), observe(ordered, window)).map((one) => [one.alarm, one]))
}
const days = (n: number) => Array.from({ length: n }, (_, i) => (i + 1) * DAY)

describe('the quality of an alarm', () => {
  test('is the share of what led to an action among what was told and is over', () => {
    const facts = [
      ...days(3).flatMap((at) => firing('a', at, [acknowledged])),
      ...days(5).flatMap((at) => firing('a', at + 5 * 60 * MINUTE)),
    ]
    expect(qualityOf(facts, 'a').get('a')).toMatchObject({
      ...{ fired: 8, acted: 3, unacted: 5, precision: 3 / 8, acknowledged: 3 },
      ...{ meanToAcknowledgeMs: 3 * MINUTE, findings: ['noisy'], note: null },
    })
  })

  test('is shown and not judged when there is little of it', () => {
    expect(qualityOf(firing('a', DAY), 'a').get('a')).toMatchObject({
      ...{
        fired: 1,
        precision: 0,
        findings: [],
        note: 'only 1 that ended, so shown and not judged',
      },
    })
  })

  test('five times without any action is a finding; a run, a note and a word of a person are actions', () => {
    expect(
      qualityOf(
        days(5).flatMap((at) => firing('a', at)),
        'a',
      ).get('a')!.findings,
    ).toEqual(['without-action'])
    for (const then of [
      fact(MINUTE, 'incident.note-added', '', {}),
      fact(MINUTE, 'incident.resolved', '', { by: 'person:ann' }),
    ])
      expect(qualityOf(firing('a', DAY, [then]), 'a').get('a')).toMatchObject({ acted: 1 })
    const run = fact(DAY + MINUTE, 'procedure.started', 'run', { incident: `inc-a-${DAY}` })
    expect(qualityOf([...firing('a', DAY), run], 'a').get('a')).toMatchObject({ acted: 1 })
  })

  test('what nobody was told of is counted apart, and what resolved itself by the alarm is no action', () => {
    const of = { alarm: 'a', instance: 'a' }
    const facts = [
      fact(DAY, 'alarm.raised', 'alarm:a', of),
      fact(DAY, 'alarm.suppressed', 'alarm:a', of),
      fact(DAY + MINUTE, 'alarm.cleared', 'alarm:a', of),
      ...firing('a', 2 * DAY, [fact(10 * MINUTE, 'incident.resolved', '', { by: 'alarms' })]),
    ]
    expect(qualityOf(facts, 'a').get('a')).toMatchObject({
      fired: 2,
      quiet: 1,
      acted: 0,
      unacted: 1,
    })
  })

  test('an alarm that was told when its silence ended counts as told', () => {
    const of = { alarm: 'a', instance: 'a' }
    const facts = [
      fact(DAY, 'alarm.raised', 'alarm:a', of),
      fact(DAY, 'alarm.suppressed', 'alarm:a', of),
      fact(DAY + MINUTE, 'incident.opened', 'i', of),
      fact(DAY + 2 * MINUTE, 'alarm.cleared', 'alarm:a', of),
    ]
    expect(qualityOf(facts, 'a').get('a')).toMatchObject({ quiet: 0, unacted: 1 })
  })

  test('alarms that are always raised together are named, each with the other', () => {
    const facts = days(4).flatMap((at) => [...firing('a', at), ...firing('b', at + 30_000)])
    const found = qualityOf([...facts, ...firing('c', DAY)], 'a', 'b', 'c')
    expect(found.get('a')!.duplicateOf).toEqual({ alarm: 'b', together: 4 })
    expect(found.get('b')!.duplicateOf).toEqual({ alarm: 'a', together: 4 })
    expect(found.get('c')!.duplicateOf).toBeNull()
  })

  test('one that was never raised says so, and that it is young when it is', () => {
    const [old, young] = judge(
      [
        ...watched('old'),
        { ...watched('young')[0]!, declaredAt: new Date(29 * DAY).toISOString() },
      ],
      observe([], window),
    )
    expect(old).toMatchObject({ findings: ['never-fired'], precision: null, note: null })
    expect(young!.note).toContain('declared within the window')
  })

  test('time without sight is summed, and more than a tenth of the window is a finding', () => {
    const of = { alarm: 'a', instance: 'a' }
    const facts = [
      fact(DAY, 'alarm.data-lost', 'alarm:a', of),
      fact(5 * DAY, 'alarm.data-returned', 'alarm:a', of),
      fact(6 * DAY, 'alarm.raised', 'alarm:a', of),
      fact(6 * DAY, 'alarm.blinded', 'alarm:a', of),
      fact(7 * DAY, 'alarm.sighted', 'alarm:a', of),
      fact(8 * DAY, 'alarm.flapping-started', 'alarm:a', of),
    ]
    expect(qualityOf(facts, 'a').get('a')).toMatchObject({
      ...{ noDataMs: 4 * DAY, blindMs: DAY, flappings: 1, findings: ['flapping', 'unseeing'] },
    })
  })
})
