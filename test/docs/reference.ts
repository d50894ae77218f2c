/** The reference, written from the tables that the product itself runs by; it can say nothing else than they do. */
import { z } from 'zod'
import { eventTypes, type FactDefinition } from '#ledger'
import { kinds } from '#model'
import { addresses, type RouteName } from '../../src/api/contract/addresses.ts'
import { contract } from '../../src/api/contract/index.ts'
import type { Route } from '../../src/api/contract/route.ts'
import { commands } from '../../src/cli/commands/index.ts'

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  /** Alternatives told apart by one of their fields. */
  readonly oneOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
}

const page = (title: string, about: string, parts: readonly string[]) =>
  `# ${title}\n\n${about}\n\n${parts.join('\n\n')}\n`
const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
const code = (text: string) => `\`${text}\``
const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema

/** A type in the words of people: `text`, `list of text`, `"ok" or "keep"`. */
function typeOf({ type, enum: choices, anyOf, items, properties, ...rest }: JsonSchema): string {
  if (rest.const !== undefined) return code(JSON.stringify(rest.const))
  if (choices) return choices.map((choice) => code(String(choice))).join(', ')
  const handle = anyOf?.find((one) => one.properties?.kind && one.properties.name)
  if (handle) return `reference to ${typeOf(handle.properties!.kind!)}`
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ')
  if (items) return `list of ${typeOf(items)}`
  if (properties) return `{ ${Object.keys(properties).join(', ')} }`
  if (typeof rest.additionalProperties === 'object')
    return `map of ${typeOf(rest.additionalProperties)}`
  return (Array.isArray(type) ? type.join(' or ') : String(type ?? 'anything')).replace(
    'string',
    'text',
  )
}

function fieldsOf(schema: JsonSchema): string {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return 'No fields.'
  return table(
    ['field', 'type', 'unless told', 'what it is'],
    fields.map(([name, field]) => [
      code(name),
      typeOf(field),
      schema.required?.includes(name)
        ? 'required'
        : field.default === undefined
          ? '–'
          : code(JSON.stringify(field.default)),
      field.description ?? '',
    ]),
  )
}

/** The fields, and below them those of each alternative that stands in one of them. */
function partsOf(schema: JsonSchema): string[] {
  return [fieldsOf(schema), ...alternativesIn(schema, '')]
}

function alternativesIn(schema: JsonSchema, path: string): string[] {
  const told = (schema.oneOf ?? []).flatMap((one) => {
    const [field, { const: value }] = Object.entries(one.properties ?? {}).find(
      ([, member]) => member.const !== undefined,
    ) ?? ['', {}]
    return field
      ? [
          `### ${code(path)} with ${code(`${field}: '${value}'`)}`,
          ...(one.description ? [`${one.description}.`] : []),
          fieldsOf(one),
        ]
      : []
  })
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    alternativesIn(member, path ? `${path}.${name}` : name),
  )
  return [...told, ...inside, ...(schema.items ? alternativesIn(schema.items, path) : [])]
}

const kindPage = () =>
  page(
    'Kinds of resources',
    'What a model is made of. Each kind has a builder of the same name in `opsplane`; a reference is what a builder returned, or `kind:name`.',
    Object.entries(kinds).map(([name, { summary, schema }]) =>
      [`## ${name}`, summary, ...partsOf(schemaOf(schema, 'input'))].join('\n\n'),
    ),
  )

const commandPage = () =>
  page(
    'Commands',
    'Every command also takes `--json`, `--quiet`, `--no-color`, `--server`, `--data`, `--workload`, `--timeout` and `--yes`. What the exit codes mean is in [the guide](../guide/command-line.md).',
    commands.map(({ usage, summary, options, examples }) =>
      [
        `## ${usage.split(/ [<[]/)[0]}`,
        `${code(`opsplane ${usage}`)}: ${summary}.`,
        ...(options
          ? [options.map(([flags, words]) => `- ${code(flags)}: ${words}`).join('\n')]
          : []),
        ...(examples ? [`\`\`\`sh\n${examples.join('\n')}\n\`\`\``] : []),
      ].join('\n\n'),
    ),
  )

const factPage = () =>
  page(
    'Facts',
    'Every kind of fact in the ledger, as its `data`. A fact never changes: later versions add fields.',
    [...eventTypes.values()]
      .sort((a, b) => (a.type < b.type ? -1 : 1))
      .map(
        ({ type, schema }: FactDefinition) =>
          `## ${type}\n\n${fieldsOf(schemaOf(schema, 'output'))}`,
      ),
  )

const routePage = () =>
  page(
    'HTTP API',
    'Below `/api/v1`; answers are `{ "data", "next" }`, errors `application/problem+json` (RFC 9457). The whole contract is served as OpenAPI 3.1 at `/api/v1/openapi.json`.',
    [
      table(
        ['call', 'address', 'permission', 'what it does'],
        Object.entries(contract).map(([name, route]) => {
          const { permission, summary } = route as Route
          return [code(name), code(addresses[name as RouteName]), permission, summary]
        }),
      ),
    ],
  )

/** Each page by its file below docs/reference. */
export const reference: Readonly<Record<string, () => string>> = {
  'kinds.md': kindPage,
  'commands.md': commandPage,
  'facts.md': factPage,
  'api.md': routePage,
}
