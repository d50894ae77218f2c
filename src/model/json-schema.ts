/** The JSON Schema of the manifest, for editors and for other tools that write models. */
import { z } from 'zod'
import { kinds } from './kinds/index.ts'

export function manifestSchema(): Record<string, unknown> {
  const resources = Object.entries(kinds).map(([kind, { schema, summary }]) => ({
    type: 'object',
    title: kind,
    description: summary,
    required: ['kind', 'name', 'spec'],
    properties: {
      kind: { const: kind },
      name: { type: 'string' },
      spec: withoutDialect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })),
    },
  }))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://opsplane.dev/schema/manifest-v1.json',
    title: 'Opsplane model',
    type: 'object',
    required: ['format', 'workload', 'resources', 'procedures'],
    properties: {
      format: { const: 'opsplane/v1' },
      workload: { type: 'string' },
      resources: { type: 'array', items: { oneOf: resources } },
      procedures: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'path', 'text'],
          properties: {
            id: { type: 'string' },
            path: { type: 'string' },
            text: { type: 'string' },
          },
        },
      },
    },
  }
}

function withoutDialect(schema: object): object {
  const { $schema: _, ...rest } = schema as Record<string, unknown>
  return rest
}
