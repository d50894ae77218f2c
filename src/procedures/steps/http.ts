import { compileExpression } from '#base'
import { renderTemplate } from '../template.ts'
import { defineStep } from './definition.ts'

const LARGEST = 64 * 1024

/** One HTTP request: a request line, headers, an empty line, a body. expect= is a status or CEL on `res`. */
export const http = defineStep({
  kind: 'http',
  languages: ['http'],
  attributes: [],
  effect: (body) => (/^\s*(?:GET|HEAD)\s/i.test(body) ? 'read' : 'change'),
  async perform(step, context) {
    const [head = '', ...rest] = step.body.split(/\r?\n\r?\n/)
    const [requestLine = '', ...headerLines] = head.trim().split(/\r?\n/)
    const [, method = 'GET', address = ''] = /^(\w+)\s+(\S.*)$/.exec(requestLine) ?? []
    const bindings = {
      ...context.bindings,
      secret: Object.fromEntries(step.secrets.map((name) => [name, context.secrets(name) ?? ''])),
    }
    const headers = new Headers({ 'idempotency-key': context.key })
    for (const line of headerLines) {
      const colon = line.indexOf(':')
      if (colon > 0)
        headers.set(
          line.slice(0, colon).trim(),
          renderTemplate(line.slice(colon + 1).trim(), 'header', bindings),
        )
    }
    const body = rest.join('\n\n')
    const response = await context.fetch(renderTemplate(address, 'url', bindings), {
      method: method.toUpperCase(),
      headers,
      ...(body.trim() ? { body: renderTemplate(body, 'json', bindings) } : {}),
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(step.timeoutMs)]),
    })
    const text = (await response.text()).slice(0, LARGEST)
    const res = { status: response.status, body: parsed(text) }
    context.output('out', `${response.status} ${text.slice(0, 500)}`)
    return {
      ok: passes(step.expect, res, response.ok),
      summary: `answered with ${response.status}`,
      outputs: res,
    }
  },
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function passes(
  expect: string | null,
  res: { status: number; body: unknown },
  ok: boolean,
): boolean {
  if (expect === null) return ok
  if (/^\d{3}$/.test(expect)) return res.status === Number(expect)
  const result = compileExpression(expect).evaluate({ res })
  return result.state === 'value' && result.value === true
}
