/** What becomes of alerts that other systems send. Subject: `alert:<its name>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const alertUnowned = defineFact(
  'alert.unowned',
  z.object({
    workload: z.string(),
    source: z.string().describe('Who sent it'),
    alertname: z.string(),
    labels: z.record(z.string(), z.string()),
  }),
)
