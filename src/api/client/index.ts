/** The typed client of console and command line: one function over the contract table. */
import { addressOf } from '../contract/addresses.ts'
import type { Contract } from '../contract/index.ts'
import type { RouteCall, RouteData } from '../contract/route.ts'
import type { Problem } from '../problem.ts'

export type { Contract, Problem }

/** The server said no; everything it said is here. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }
}

/** The server could not be asked. */
export class Unreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(`nothing answers at ${url}`, { cause })
    this.name = 'Unreachable'
  }
}

export interface Answer<Data> {
  readonly data: Data
  /** Where the next page begins; null on the last one. */
  readonly next: string | null
}

export type Client = <Name extends keyof Contract>(
  name: Name,
  call?: RouteCall<Contract[Name]> & { signal?: AbortSignal },
) => Promise<Answer<RouteData<Contract[Name]>>>

/**
 * @example
 * const call = createClient({ url: 'http://127.0.0.1:4600', token })
 * const { data } = await call('incidents.list', { query: { state: 'open' } })
 */
export function createClient(options: { url: string; token?: string | undefined }): Client {
  const { url, token } = options
  return async (name, call) => {
    const { method, path } = addressOf(name)
    const { params, query, body, signal } = (call ?? {}) as {
      params?: Record<string, string>
      query?: Record<string, unknown>
      body?: unknown
      signal?: AbortSignal
    }
    const address = `${url}/api/v1${path.replace(/:(\w+)/g, (_, key) => encodeURIComponent(params?.[key] ?? ''))}${search(query)}`
    const response = await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    }).catch((cause) => {
      if (signal?.aborted) throw cause
      throw new Unreachable(url, cause)
    })
    const answer = await response.json().catch(() => undefined)
    if (!response.ok) throw new ApiError(answer ?? unknownProblem(response.status))
    return answer
  }
}

function search(query: Record<string, unknown> | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
  return text && `?${text}`
}

function unknownProblem(status: number): Problem {
  return {
    type: 'about:blank',
    title: 'no answer of ours',
    status,
    code: 'api.unknown',
    detail: `The address answered with status ${status}, and not as Opsplane does.`,
    requestId: '',
  }
}
