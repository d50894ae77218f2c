/** A journey that began or ceased to fail; single runs are telemetry. Subject: `journey:<name>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = {
  workload: z.string(),
  journey: z.string().describe('Name of the journey'),
  title: z.string(),
  from: z.string().describe('Where it was walked from'),
}

export const journeyFailed = defineFact(
  'journey.failed',
  z.object({
    ...of,
    step: z.string().describe('Name of the step that failed'),
    expected: z.string(),
    found: z.string().describe('What came instead; secrets are taken out'),
    protects: z.array(z.string()).describe('outcome:name'),
  }),
)
export const journeyRecovered = defineFact(
  'journey.recovered',
  z.object({ ...of, failedAt: z.string().describe('When it began to fail, ISO 8601') }),
)
