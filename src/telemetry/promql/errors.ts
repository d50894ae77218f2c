/** What can go wrong with a query: its text, what it asks of the data, or how much it asks. */
import { defineError } from '#base'

/** The text is not PromQL, or its parts do not fit together. `position` counts characters from 0. */
export const PromqlSyntaxError = defineError('telemetry.promql-syntax', 'bad-input', {
  message: (d: { query: string; position: number; problem: string }) =>
    `Could not understand the query at character ${d.position + 1}: ${d.problem}.`,
  hint: 'Compare with https://prometheus.io/docs/prometheus/latest/querying/basics/.',
})

/** The query is well written, and the data or a parameter does not allow an answer. */
export const PromqlEvaluationError = defineError('telemetry.promql-evaluation', 'bad-input', {
  message: (d: { problem: string }) => `Could not evaluate the query: ${d.problem}.`,
})

/** The query would read or produce more than it is allowed to. */
export const PromqlTooLarge = defineError('telemetry.promql-too-large', 'too-large', {
  message: (d: { what: string; limit: number }) =>
    `The query needs more than ${d.limit.toLocaleString('en')} ${d.what}.`,
  hint: 'Ask for a shorter time, a longer step, or fewer series.',
})
