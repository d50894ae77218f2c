/** Asks an HTTP address. What a tolerance compares is the status. */
import { fill, fillDeep } from '../variables.ts'
import { defineProvider, tail } from './provider.ts'

const MOST_BODY = 64 * 1024

export const http = defineProvider({
  type: 'http',
  async run(provider, { variables, fetch }) {
    const { method, headers, timeout } = provider
    const body =
      provider.arguments === undefined ? undefined : fillDeep(provider.arguments, variables)
    const response = await fetch(fill(provider.url, variables), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(fillDeep(headers, variables) as Record<string, string>),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeout * 1_000),
    })
    const text = (await response.text()).slice(0, MOST_BODY)
    return {
      value: response.status,
      parts: { status: response.status, body: text, headers: Object.fromEntries(response.headers) },
      done: response.ok,
      output: tail(`${response.status} ${text}`, 500),
    }
  },
})
