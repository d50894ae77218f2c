import { z } from 'zod'
import { instantOfWallClock, isZone, messageOf, occurrencesOf, type Schedule } from '#base'
import { defineKind, type Problem, ref } from '../kind.ts'

const LocalTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must be a local time such as 2026-03-07T22:00')

/** A time in which work on components is expected to raise alarms: they are looked at, and nobody is told. */
export const maintenance = defineKind({
  kind: 'maintenance',
  summary: 'A planned time in which alarms of components or environments are quiet.',
  schema: z.strictObject({
    title: z.string(),
    components: z.array(ref('component')).default([]).describe('Any of these; all unless told'),
    environments: z.array(ref('environment')).default([]).describe('Any of these; all unless told'),
    from: LocalTime.describe('Begin of the first one, as the wall clock shows it'),
    to: LocalTime.describe('Its end, which is not part of it'),
    zone: z.string().default('UTC').describe('IANA zone of the wall clock'),
    repeat: z.string().optional().describe('RRULE of RFC 5545: FREQ=WEEKLY;BYDAY=SA'),
    until: LocalTime.optional().describe('No later one begins'),
    owner: ref('team', 'person').describe('Who answers for it'),
    reason: z.string().describe('What is done then'),
    change: z.string().optional().describe('Link to the change that it belongs to'),
  }),
  check({ name, spec }) {
    const problems: Problem[] = []
    const report = (path: string, message: string, hint: string) =>
      problems.push({ code: 'OPS-M522', message: `maintenance:${name}: ${message}`, hint, path })
    if (spec.components.length + spec.environments.length === 0)
      report('components', 'it is about nothing', 'Name components, environments or both.')
    if (!isZone(spec.zone)) {
      report('zone', `${spec.zone} is no IANA zone`, 'Say zone: "Europe/Berlin".')
      return problems
    }
    if (spec.to <= spec.from)
      report('to', 'it ends before it begins', 'Let `to` be later than `from`.')
    else
      try {
        occurrencesOf(maintenanceSchedule(spec), 0, 1)
      } catch (error) {
        report('repeat', messageOf(error), 'Say repeat: "FREQ=WEEKLY;BYDAY=SA".')
      }
    return problems
  },
})

/** When it is. */
export function maintenanceSchedule(spec: {
  readonly from: string
  readonly to: string
  readonly zone: string
  readonly repeat?: string | undefined
  readonly until?: string | undefined
}): Schedule {
  const { from, to, zone, repeat, until } = spec
  const at = (local: string) => instantOfWallClock(zone, Date.parse(`${local}Z`))
  return {
    startMs: at(from),
    endMs: at(to),
    repeats: repeat
      ? { rule: repeat, zone, untilMs: until === undefined ? null : at(until) }
      : null,
  }
}
