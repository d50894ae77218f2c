/** `{{ CEL }}` in declarative bodies, escaped for the place it stands in. Never used for scripts. */
import { compileExpression, defineError } from '#base'

export const CannotRender = defineError('procedures.cannot-render', 'bad-input', {
  message: (d: { expression: string; why: string }) =>
    `{{ ${d.expression} }} has no value: ${d.why}.`,
})

export type TemplatePlace = 'json' | 'url' | 'promql' | 'header'

const ESCAPE: Record<TemplatePlace, (text: string) => string> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  url: encodeURIComponent,
  promql: (text) => text.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`)),
  header: (text) => text.replace(/[\r\n]/g, ' '),
}

export function renderTemplate(
  text: string,
  place: TemplatePlace,
  bindings: Readonly<Record<string, unknown>>,
): string {
  return text.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => {
    const result = compileExpression(expression).evaluate(bindings)
    if (result.state !== 'value')
      throw new CannotRender({
        expression,
        why: result.state === 'missing' ? result.what : result.message,
      })
    const value = typeof result.value === 'string' ? result.value : JSON.stringify(result.value)
    return ESCAPE[place](value)
  })
}
