/** What a browser sends at the end of a page view, and nothing beyond: unknown fields are refused. */
import { z } from 'zod'

const HOUR_MS = 3_600_000
const Ms = z.number().min(0).max(HOUR_MS)
const Word = z.string().regex(/^[\w.-]{1,63}$/)

export const PageReport = z.strictObject({
  site: z.string().regex(/^[a-z0-9-]{1,63}$/),
  /** Random, of this page view alone. */
  view: z.string().regex(/^[a-z0-9]{1,32}$/),
  page: z.string().regex(/^\//).max(500),
  release: z
    .string()
    .regex(/^[\w.+-]{1,63}$/)
    .optional(),
  /** The visitor was asked, and has agreed. */
  consent: z.boolean().default(false),
  vitals: z
    .strictObject({
      load: Ms.optional(),
      ttfb: Ms.optional(),
      fcp: Ms.optional(),
      lcp: Ms.optional(),
      inp: Ms.optional(),
      cls: z.number().min(0).max(1_000).optional(),
    })
    .optional(),
  errors: z
    .array(
      z.strictObject({
        message: z.string().max(300),
        source: z.string().max(200).default(''),
        line: z.int().min(0).max(10_000_000).default(0),
      }),
    )
    .max(10)
    .default([]),
  steps: z
    .array(z.strictObject({ journey: Word, step: Word }))
    .max(50)
    .default([]),
})
export type PageReport = z.output<typeof PageReport>
export type PageVital = keyof NonNullable<PageReport['vitals']>
