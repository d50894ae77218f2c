import { compileExpression } from '#base'
import { defineStep } from './definition.ts'

/** A condition in CEL over params, steps and env. What is missing fails, and says so. */
export const cel = defineStep({
  kind: 'cel',
  languages: ['cel'],
  attributes: [],
  effect: () => 'read',
  async perform(step, { bindings }) {
    const result = compileExpression(step.body.trim()).evaluate(bindings)
    if (result.state === 'value')
      return {
        ok: result.value === true,
        summary: String(result.value),
        outputs: { value: result.value },
      }
    const summary = result.state === 'missing' ? `not known: ${result.what}` : result.message
    return { ok: false, summary, outputs: { value: null } }
  },
})
