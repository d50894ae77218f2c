import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf, wallClockMs } from '#base'
import { modelOf } from '#model'
import type { Override } from './override.ts'
import { nextHandOver, type Rotation, shiftAt, turnAt, whoIsOnCall } from './rotation.ts'

const weekly: Rotation = {
  people: ['person:ann', 'person:bob', 'person:eve'],
  zone: 'Europe/Berlin',
  every: '7d',
  from: '2026-01-05',
  at: '09:00',
}
const at = (text: string) => Date.parse(text)

describe('local times', () => {
  const berlin = (month: number, day: number, hour: number, minute: number) =>
    new Date(instantOf('Europe/Berlin', { year: 2026, month, day, hour, minute })).toISOString()

  test('a time that is skipped is the first instant after the gap', () => {
    expect(berlin(3, 29, 2, 30)).toBe('2026-03-29T01:00:00.000Z')
  })
  test('a time that comes twice is the first of the two', () => {
    expect(berlin(10, 25, 2, 30)).toBe('2026-10-25T00:30:00.000Z')
  })
  test('a day that an island never had is skipped', () => {
    const apia = instantOf('Pacific/Apia', { year: 2011, month: 12, day: 30, hour: 9, minute: 0 })
    expect(new Date(apia).toISOString()).toBe('2011-12-30T10:00:00.000Z')
  })
})

describe('turns', () => {
  test.each([
    ['2026-01-05T07:59:59.999Z', undefined],
    ['2026-01-05T08:00:00.000Z', 'person:ann'],
    ['2026-01-12T07:59:59.999Z', 'person:ann'],
    ['2026-01-12T08:00:00.000Z', 'person:bob'],
    // Summer time: the hand-over stays at nine o'clock by the wall clock.
    ['2026-03-30T06:59:59.999Z', 'person:eve'],
    ['2026-03-30T07:00:00.000Z', 'person:ann'],
  ])('at %s it is %s', (time, person) => {
    expect(turnAt(weekly, at(time))?.person).toBe(person)
  })

  test('coverage is contiguous: one turn ends where the next begins, whatever the clocks do', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'America/Sao_Paulo',
      'Asia/Tehran',
      'Pacific/Apia',
      'Asia/Kathmandu',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom('1d', '7d', '14d', '12h', '8h', '5h'),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom('00', '15', '30', '59'),
        fc.date({
          min: new Date('2011-06-01'),
          max: new Date('2030-12-31'),
          noInvalidDate: true,
        }),
        (zone, every, hour, minute, start) => {
          const rotation: Rotation = {
            ...weekly,
            zone,
            every,
            from: start.toISOString().slice(0, 10),
            at: `${String(hour).padStart(2, '0')}:${minute}`,
          }
          let turn = turnAt(rotation, start.getTime() + 3 * 86_400_000 + 14 * 86_400_000)!
          for (let i = 0; i < 30; i++) {
            expect(turn.toMs).toBeGreaterThan(turn.fromMs)
            expect(turnAt(rotation, turn.fromMs)).toEqual(turn)
            expect(turnAt(rotation, turn.toMs - 1)).toEqual(turn)
            const next = turnAt(rotation, turn.toMs)!
            expect(next.index).toBe(turn.index + 1)
            expect(next.fromMs).toBe(turn.toMs)
            turn = next
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('two years of every zone', () => {
  const from = at('2026-01-01T00:00:00Z')
  const to = at('2028-01-01T00:00:00Z')
  const DAY = 86_400_000
  const offsetMs = (zone: string, ms: number) => wallClockMs(zone, ms) - ms
  // The hours in which clocks are set somewhere, and one in which none is.
  const times = ['00:00', '01:30', '02:30', '03:00', '09:00']

  const dayOfChange = (zone: string, week: number) => {
    const days = [0, 1, 2, 3, 4, 5, 6].map((i) => week + i * DAY)
    return days.find((day) => offsetMs(zone, day + DAY) !== offsetMs(zone, week))!
  }

  /** The days in which the clock of a zone is set, and a few that are usual. */
  const daysOf = (zone: string) => {
    const days: number[] = [from + 100 * DAY, from + 400 * DAY]
    for (let day = from + 7 * DAY; day < to; day += 7 * DAY)
      if (offsetMs(zone, day) !== offsetMs(zone, day - 7 * DAY))
        days.push(dayOfChange(zone, day - 7 * DAY))
    return days
  }

  test('somebody is on call at every moment, nobody twice, and hand-overs are where the clock on the wall says', () => {
    let transitions = 0
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const days = daysOf(zone)
      transitions += days.length - 2
      for (const time of times)
        for (const day of days) {
          const rotation: Rotation = { ...weekly, zone, every: '1d', from: '2025-12-01', at: time }
          let turn = turnAt(rotation, day - DAY)!
          for (let i = 0; i < 4; i++) {
            const next = turnAt(rotation, turn.toMs)!
            if (
              next.fromMs !== turn.toMs ||
              next.index !== turn.index + 1 ||
              next.toMs <= next.fromMs
            )
              throw new Error(
                `${zone} ${time}: a gap or an overlap at ${new Date(turn.toMs).toISOString()}`,
              )
            const wall = new Date(wallClockMs(zone, next.fromMs)).toISOString().slice(11, 16)
            // A time that the clock skips is the first moment after the gap.
            const isSkipped =
              wall > time && offsetMs(zone, next.fromMs) > offsetMs(zone, next.fromMs - 1)
            if (wall !== time && !isSkipped)
              throw new Error(`${zone}: handed over at ${wall} instead of ${time}`)
            turn = next
          }
        }
    }
    expect(transitions, 'clocks are set').toBeGreaterThan(300)
  }, 60_000)
})

describe('the model’s people', () => {
  const person = (name: string) => ({
    kind: 'person',
    name,
    spec: { name, email: `${name}@shop.example`, roles: [], zone: 'UTC' },
  })
  const model = modelOf({
    format: 'opsplane/v1',
    workload: 'shop',
    resources: [
      person('ann'),
      person('bob'),
      { kind: 'rotation', name: 'primary', spec: { ...weekly } },
    ],
    procedures: [],
  })

  test('who is on call, and who is next', () => {
    const now = at('2026-01-06T00:00:00Z')
    expect(whoIsOnCall(model, 'rotation:primary', now, [])?.name).toBe('ann')
    expect(nextHandOver(model, 'rotation:primary', now, [])).toEqual({
      atMs: at('2026-01-12T08:00:00Z'),
      from: 'person:ann',
      to: 'person:bob',
    })
  })
  test('nobody: before the first turn, after somebody left, and in a rotation that does not exist', () => {
    expect(whoIsOnCall(model, 'primary', at('2026-01-01T00:00:00Z'), [])).toBeUndefined()
    expect(whoIsOnCall(model, 'primary', at('2026-01-20T00:00:00Z'), [])).toBeUndefined()
    expect(whoIsOnCall(model, 'rotation:none', at('2026-01-20T00:00:00Z'), [])).toBeUndefined()
    expect(nextHandOver(model, 'primary', at('2026-01-01T00:00:00Z'), [])).toEqual({
      atMs: at('2026-01-05T08:00:00Z'),
      from: undefined,
      to: 'person:ann',
    })
  })

  describe('overrides', () => {
    const said = (id: string, person: string, from: string, to: string): Override => ({
      ...{ id, rotation: 'rotation:primary', person: `person:${person}`, reason: 'a visit' },
      ...{ fromMs: at(`2026-01-${from}:00Z`), toMs: at(`2026-01-${to}:00Z`), by: 'person:bob' },
    })
    const evening = said('1', 'bob', '06T18:00', '07T00:00')

    test.each<[string, string, Override[], string | undefined, string | undefined]>([
      ['before it', '06T17:59', [evening], 'ann', '06T18:00'],
      ['while it is', '06T18:00', [evening], 'bob', '07T00:00'],
      ['when it is over', '07T00:00', [evening], 'ann', '12T08:00'],
      [
        'where two overlap, what was said last',
        '06T20:00',
        [evening, said('2', 'ann', '06T19:00', '06T21:00')],
        'ann',
        '06T21:00',
      ],
      [
        'before the first turn',
        '01T10:00',
        [said('3', 'bob', '01T09:00', '01T11:00')],
        'bob',
        '01T11:00',
      ],
    ])('%s', (_what, time, overrides, person, until) => {
      const shift = shiftAt(model, 'primary', at(`2026-01-${time}:00Z`), overrides)
      expect(shift?.person).toBe(person && `person:${person}`)
      expect(shift?.toMs).toBe(until && at(`2026-01-${until}:00Z`))
    })

    test('the next change is that of people, whoever’s turn it is', () => {
      expect(nextHandOver(model, 'primary', at('2026-01-06T12:00:00Z'), [evening])).toEqual({
        ...{ atMs: evening.fromMs, from: 'person:ann', to: 'person:bob' },
      })
    })
  })
})
