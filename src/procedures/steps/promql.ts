import { renderTemplate } from '../template.ts'
import { defineStep } from './definition.ts'
import { expectationOf } from './expectation.ts'

const SHOWN = 20

/** A check or a measurement in PromQL. With expect= every sample must satisfy it; nothing found fails unless empty=pass. */
export const promql = defineStep({
  kind: 'promql',
  languages: ['promql'],
  attributes: ['empty'],
  effect: () => 'read',
  async perform(step, context) {
    const samples = await context.queryInstant(
      renderTemplate(step.body, 'promql', context.bindings),
    )
    const values = samples.map(({ value }) => value)
    const outputs = { value: values[0] ?? null, series: samples.slice(0, SHOWN) }
    for (const { labels, value } of samples.slice(0, SHOWN))
      context.output('out', `${JSON.stringify(labels)} ${value}`)
    if (values.length === 0) {
      const ok = step.empty === 'pass'
      return { ok, summary: ok ? 'nothing found' : 'no data: nothing was found to check', outputs }
    }
    const holds = step.expect === null ? () => true : expectationOf(step.expect)
    if (!holds) return { ok: false, summary: `expect="${step.expect}" is no comparison`, outputs }
    const bad = values.filter((value) => Number.isNaN(value) || !holds(value))
    const found = values.length === 1 ? format(values[0]!) : `${values.length} values`
    if (bad.length > 0)
      return { ok: false, summary: `${format(bad[0]!)} is not ${step.expect}`, outputs }
    return {
      ok: true,
      summary: step.expect === null ? found : `${found}, as expected ${step.expect}`,
      outputs,
    }
  },
})

function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4)
}
