/** OpenAPI 3.1 from the contract: the document can never say something else than the server does. */
import { z } from 'zod'
import { addressOf, type RouteName } from './addresses.ts'
import type { Route } from './route.ts'

export function openapiOf(contract: Readonly<Record<string, unknown>>, version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, definition] of Object.entries(contract)) {
    const { method, path } = addressOf(name as RouteName)
    const address = `/api/v1${path.replace(/:(\w+)/g, '{$1}')}`
    paths[address] = {
      ...paths[address],
      [method.toLowerCase()]: operation(name, path, definition as Route),
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Opsplane', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'opsplane_session' },
      },
      schemas: { Problem: PROBLEM },
    },
    security: [{ token: [] }, { session: [] }],
    paths,
  }
}

function operation(name: string, path: string, route: Route): object {
  const named = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const query = route.query ? jsonSchema(route.query, 'input') : { properties: {}, required: [] }
  const asked = Object.entries(query.properties ?? {}).map(([parameter, schema]) => ({
    name: parameter,
    in: 'query',
    required: query.required?.includes(parameter) ?? false,
    schema,
  }))
  return {
    operationId: name,
    summary: route.summary,
    'x-permission': route.permission,
    'x-audit': route.audit,
    parameters: [...named, ...asked],
    ...(route.body
      ? { requestBody: { required: true, content: json(jsonSchema(route.body, 'input')) } }
      : {}),
    responses: {
      200: {
        description: route.summary,
        content: json({
          type: 'object',
          required: ['data', 'next'],
          properties: {
            data: jsonSchema(route.data, 'output'),
            next: { type: ['string', 'null'] },
          },
        }),
      },
      default: {
        description: 'What went wrong, and the way out',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

interface JsonSchema {
  readonly properties?: Record<string, object>
  readonly required?: readonly string[]
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return rest
}

const json = (schema: object) => ({ 'application/json': { schema } })

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Permanent' },
    detail: { type: 'string', description: 'What happened and why' },
    hint: { type: 'string', description: 'What to do' },
    requestId: { type: 'string' },
    issues: { type: 'array', items: { type: 'object' } },
  },
}
