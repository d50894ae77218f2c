/** Errors on the wire: problem+json of RFC 9457, with our permanent code, the way out and a number to quote. */
import { z } from 'zod'
import { type ErrorKind, messageOf, OpsplaneError } from '#base'

const STATUS: Record<ErrorKind, number> = {
  'bad-input': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
  unavailable: 503,
  internal: 500,
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly hint?: string
  readonly requestId: string
  readonly issues?: readonly { readonly path: string; readonly message: string }[]
}

export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof OpsplaneError) {
    const { code, kind, message, hint } = error
    return problem(STATUS[kind], code, message, requestId, hint ? { hint } : {})
  }
  if (error instanceof z.ZodError) {
    const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    const first = issues[0]
    return problem(
      400,
      'api.bad-request',
      first ? `${first.path}: ${first.message}` : 'The request does not fit.',
      requestId,
      {
        hint: 'The schema of the route is in /api/v1/openapi.json.',
        issues,
      },
    )
  }
  // Words of unknown errors may carry addresses or values; they are for the log alone.
  return problem(500, 'api.internal', 'Something went wrong on our side.', requestId, {
    hint: `The log has it under ${requestId}.`,
  })
}

function problem(
  status: number,
  code: string,
  detail: string,
  requestId: string,
  more: Pick<Problem, 'hint' | 'issues'>,
): Problem {
  const title = code.slice(code.indexOf('.') + 1).replaceAll('-', ' ')
  return {
    type: `https://opsplane.dev/errors/${code}`,
    title,
    status,
    code,
    detail,
    requestId,
    ...more,
  }
}

export { messageOf }
