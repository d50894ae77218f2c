/** One request of a journey: sent as declared, and compared with what was expected. */
import { compileExpression, durationMs } from '#base'
import type { Cookies } from './cookies.ts'
import { type HttpStep, Unexpected } from './run.ts'
import { addressOf, fill, fillJson, type Variables } from './variables.ts'

export interface HttpContext {
  readonly fetch: typeof fetch
  readonly baseUrl: string | undefined
  readonly cookies: Cookies
  readonly variables: Variables
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const MOST_BYTES = 2 ** 20
const SHOWN = 200

/** Returns what was captured. @throws Unexpected */
export async function runHttpStep(step: HttpStep, context: HttpContext): Promise<Variables> {
  const answer = await send(step, context)
  check(step, answer, context.variables)
  return capture(step, answer, context.variables)
}

async function send(step: HttpStep, context: HttpContext): Promise<Answer> {
  const { method, url, headers, body, form, json } = step.http
  const { variables, cookies } = context
  const address = addressOf(url, context.baseUrl, variables)
  const sent = new Headers({ 'user-agent': 'Opsplane journey' })
  const cookie = cookies.headerFor(address)
  if (cookie) sent.set('cookie', cookie)
  let content: string | undefined
  if (form) {
    const fields = Object.entries(form).map(([key, value]) => [key, fill(value, 'text', variables)])
    content = new URLSearchParams(fields).toString()
    sent.set('content-type', 'application/x-www-form-urlencoded')
  } else if (json !== undefined) {
    content = JSON.stringify(fillJson(json, variables))
    sent.set('content-type', 'application/json')
  } else if (body !== undefined) content = fill(body, 'text', variables)
  for (const [name, value] of Object.entries(headers))
    sent.set(name, fill(value, 'text', variables))
  const what = `an answer within ${step.timeout}`
  try {
    const response = await context.fetch(address, {
      method,
      headers: sent,
      redirect: 'manual',
      signal: AbortSignal.timeout(durationMs(step.timeout)),
      ...(content === undefined ? {} : { body: content }),
    })
    cookies.keep(address, response.headers.getSetCookie())
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await textOf(response),
    }
  } catch (error) {
    throw new Unexpected(what, reasonOf(error))
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    parts.push(part)
    if (bytes > MOST_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, MOST_BYTES).toString('utf8')
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } }
  if (name === 'TimeoutError') return 'none in that time'
  return `none: ${cause?.code ?? cause?.message ?? message}`
}

function check(step: HttpStep, answer: Answer, variables: Variables): void {
  const { status, text, json } = step.expect
  const { headers } = answer
  const statuses = status === undefined ? undefined : [status].flat()
  const came = `status ${answer.status}${headers.location ? ` to ${headers.location}` : ''}: ${shown(answer.text)}`
  if (statuses ? !statuses.includes(answer.status) : answer.status >= 400)
    throw new Unexpected(statuses ? `status ${statuses.join(' or ')}` : 'a status below 400', came)
  if (text !== undefined) {
    const wanted = fill(text, 'text', variables)
    if (!answer.text.includes(wanted)) throw new Unexpected(`the text "${wanted}"`, came)
  }
  if (json !== undefined) {
    const result = evaluate(json, answer, variables)
    if (result.state !== 'value')
      throw new Unexpected(json, result.state === 'missing' ? result.what : result.message)
    if (result.value !== true) throw new Unexpected(json, came)
  }
}

function capture(step: HttpStep, answer: Answer, variables: Variables): Variables {
  const captured: Record<string, string> = {}
  for (const [name, how] of Object.entries(step.capture)) {
    const value = captureOf(how, answer, variables)
    if (value === undefined)
      throw new Unexpected(`a value for ${name}`, `none in ${shown(answer.text)}`)
    captured[name] = value
  }
  return captured
}

function captureOf(
  how: HttpStep['capture'][string],
  answer: Answer,
  variables: Variables,
): string | undefined {
  if ('header' in how) return answer.headers[how.header.toLowerCase()]
  if ('regex' in how) {
    const found = new RegExp(how.regex).exec(answer.text)
    return found ? (found[1] ?? found[0]) : undefined
  }
  const result = evaluate(how.json, answer, variables)
  if (result.state !== 'value' || result.value === null) return undefined
  return typeof result.value === 'string' ? result.value : JSON.stringify(result.value)
}

function evaluate(text: string, { status, headers, text: body }: Answer, captured: Variables) {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    // A body that is no JSON is not there for the expression.
  }
  const bindings = { status, headers, captured, ...(json === undefined ? {} : { body: json }) }
  return compileExpression(text).evaluate(bindings)
}

const shown = (text: string) => {
  const words = text
    .replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (words === '') return 'an empty body'
  return words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words
}
