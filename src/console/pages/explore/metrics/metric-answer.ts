/** Asks in PromQL; only as many series as are drawn come with all their points. */
import { type Range, useAnswer } from '../../../data/index.ts'
import { MOST_DRAWN } from './series.ts'

const EVERY_MS = 15_000

export function useMetricAnswer(question: string, instant: boolean, { span, to }: Range) {
  return useAnswer(
    'query.promql',
    {
      query: {
        query: question,
        whole: MOST_DRAWN,
        ...(to ? { at: to } : {}),
        ...(instant ? {} : { from: span }),
      },
    },
    // What has ended does not change; what ends now goes on.
    { enabled: question !== '', ...(to ? {} : { everyMs: EVERY_MS }) },
  )
}
