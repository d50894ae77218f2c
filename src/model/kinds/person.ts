import { z } from 'zod'
import { isZone } from '#base'
import { defineKind, type Problem, ref } from '../kind.ts'

const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00')
const Day = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])

/** Somebody who can be told and who can decide. */
export const person = defineKind({
  kind: 'person',
  summary: 'Somebody who can be told and who can decide.',
  schema: z.strictObject({
    name: z.string(),
    email: z.email(),
    phone: z.string().optional(),
    roles: z
      .array(z.string())
      .default([])
      .describe('Such as responder, incident-commander, operator'),
    zone: z.string().default('UTC').describe('IANA time zone'),
    contacts: z
      .array(
        z.strictObject({
          name: z.string().describe('What rules call it, such as mobile'),
          via: ref('channel').describe('The channel whose settings are used'),
          to: z
            .string()
            .optional()
            .describe('Address of this person there; that of the channel, or `phone`, unless told'),
        }),
      )
      .optional()
      .describe('Ways to reach them besides `email`, which always is one'),
    rules: z
      .array(
        z
          .strictObject({
            priorities: z
              .array(z.enum(['P1', 'P2', 'P3', 'P4', 'P5']))
              .optional()
              .describe('Of the incident; any unless told'),
            days: z.array(Day).optional().describe('On which the hours begin; any unless told'),
            from: LocalTime.optional().describe('In their zone; with `to`'),
            to: LocalTime.optional().describe('Earlier than `from`: on the next day'),
            tell: z.array(z.string()).min(1).describe('Contacts that are told at once'),
            otherwise: z
              .array(z.string())
              .default([])
              .describe('Told one after the other, 30 s each, until one before has been accepted'),
          })
          .refine(({ from, to }) => (from === undefined) === (to === undefined), {
            error: 'says only one of from and to',
          }),
      )
      .optional()
      .describe(
        'How a page reaches them: the first that fits; else by email, then by their other contacts',
      ),
  }),
  check({ name, spec }) {
    const known = new Set(['email', ...(spec.contacts ?? []).map((one) => one.name)])
    const unknown = (spec.rules ?? [])
      .flatMap(({ tell, otherwise }) => [...tell, ...otherwise])
      .filter((one) => !known.has(one))
    return [
      ...[...new Set(unknown)].map(
        (one): Problem => ({
          code: 'OPS-M542',
          message: `person:${name}: a rule names the contact ${one}, and there is none`,
          hint: `The contacts are ${[...known].join(', ')}.`,
          path: 'rules',
        }),
      ),
      ...(isZone(spec.zone)
        ? []
        : [
            {
              code: 'OPS-M543' as const,
              message: `person:${name}: ${spec.zone} is no IANA time zone`,
              hint: 'Say zone: "Europe/Berlin".',
              path: 'zone',
            },
          ]),
    ]
  },
})
