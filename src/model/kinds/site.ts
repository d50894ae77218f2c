import { z } from 'zod'
import { defineKind, ref } from '../kind.ts'

/** Pages in browsers whose visitors are measured by `/measure.js`. */
export const site = defineKind({
  kind: 'site',
  summary: 'Pages whose visitors are measured in the browser: timing, web vitals, errors, steps.',
  schema: z.strictObject({
    title: z.string().optional(),
    origins: z
      .array(
        z
          .string()
          .regex(
            /^https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::(?:\d+|\*))?$/,
            'must be an origin such as https://shop.example or http://127.0.0.1:*',
          ),
      )
      .min(1)
      .describe('Where its pages come from; measurements from elsewhere are refused'),
    pages: z
      .array(z.string().regex(/^\//, 'must begin with a slash'))
      .max(200)
      .default([])
      .describe(
        'Route patterns, first match first: /products/:id. Pages beside them are called other; without any, parts that look like ids become :id',
      ),
    sample: z
      .number()
      .gt(0)
      .max(1)
      .default(1)
      .describe('Share of page views that are kept; data-sample of the script spares sending'),
    consent: z
      .enum(['required', 'not-needed'])
      .default('not-needed')
      .describe('When required, only visitors who have consented are counted'),
    perMinute: z
      .int()
      .positive()
      .default(120)
      .describe('Reports that one address may send in a minute; raise it behind a proxy'),
    component: ref('component').optional(),
    owner: ref('team').optional().describe('The component’s owner unless told'),
  }),
})
