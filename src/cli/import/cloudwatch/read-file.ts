/**
 * Files with alarms of CloudWatch: the output of `aws cloudwatch describe-alarms`, and templates of CloudFormation in
 * JSON or YAML. What is known only once a template is deployed cannot be read from it, and is told.
 */
import { LineCounter, parseDocument, type ScalarTag, type Tags } from 'yaml'
import { messageOf } from '#base'
import type { Remark } from '../report.ts'
import { CloudWatchAlarm, NotImported } from './alarm.ts'

export interface FoundAlarm {
  readonly name: string
  readonly line: number
  readonly alarm?: CloudWatchAlarm
  /** Why it cannot be imported. */
  readonly reason?: string
}

type Fields = Record<string, unknown>

const LONGEST = 20_000_000
const SHORT_FORMS = [
  'Ref',
  'Sub',
  'GetAtt',
  'ImportValue',
  'Join',
  'If',
  'Select',
  'FindInMap',
  'Split',
  'Base64',
  'Cidr',
  'GetAZs',
  'Transform',
  'Equals',
  'And',
  'Or',
  'Not',
  'Condition',
]
const FORMS = new Set(['Ref', 'Condition', ...SHORT_FORMS.map((name) => `Fn::${name}`)])

/** `!Ref X` as `{ Ref: X }`, for scalars, lists and maps alike. */
const customTags: Tags = SHORT_FORMS.flatMap((name) => {
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
  const tag = `!${name}`
  return [
    { tag, resolve: (text: string) => ({ [long]: text }) } as unknown as ScalarTag,
    ...(['map', 'seq'] as const).map(
      (collection) =>
        ({
          tag,
          collection,
          resolve: (node: { toJSON(): unknown }) => ({ [long]: node.toJSON() }),
        }) as unknown as ScalarTag,
    ),
  ]
})

/** Never throws. */
export function readCloudWatch(text: string): { found: FoundAlarm[]; problems: Remark[] } {
  const nothing = (problem: string, line = 1): { found: FoundAlarm[]; problems: Remark[] } => ({
    found: [],
    problems: [
      {
        code: 'cloudwatch.unreadable',
        severity: 'error',
        message: problem,
        hint: 'Give the output of aws cloudwatch describe-alarms, or a template of CloudFormation.',
        line,
      },
    ],
  })
  if (text.length > LONGEST) return nothing('it is longer than 20 MB')
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, {
      customTags,
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
    })
    const [wrong] = document.errors
    if (wrong)
      return nothing(
        `it is neither JSON nor YAML: ${wrong.message}`,
        lines.linePos(wrong.pos[0]).line,
      )
    const file: unknown = document.toJS({ maxAliasCount: 100 })
    const lineAt = (path: readonly (string | number)[]) => {
      const node = document.getIn(path, true) as { range?: [number] } | undefined
      return node?.range ? lines.linePos(node.range[0]).line : 1
    }
    if (!isFields(file)) return nothing('it holds no alarms')
    if (isFields(file.Resources)) return { found: fromTemplate(file, lineAt), problems: [] }
    if (!Array.isArray(file.MetricAlarms) && !Array.isArray(file.CompositeAlarms))
      return nothing('it holds neither MetricAlarms nor Resources')
    return { found: fromDescription(file, lineAt), problems: [] }
  } catch (error) {
    return nothing(messageOf(error))
  }
}

type LineAt = (path: readonly (string | number)[]) => number

function fromDescription(file: Fields, lineAt: LineAt): FoundAlarm[] {
  const listed = (field: string) => (Array.isArray(file[field]) ? (file[field] as unknown[]) : [])
  return [
    ...listed('MetricAlarms').map((value, at) => ({
      ...read(isFields(value) ? withoutNulls(value) : value, `alarm ${at + 1}`),
      line: lineAt(['MetricAlarms', at]),
    })),
    ...listed('CompositeAlarms').map((value, at) => ({
      ...composite(value, `composite alarm ${at + 1}`),
      line: lineAt(['CompositeAlarms', at]),
    })),
  ]
}

function fromTemplate(file: Fields, lineAt: LineAt): FoundAlarm[] {
  const parameters = isFields(file.Parameters) ? file.Parameters : {}
  return Object.entries(file.Resources as Fields).flatMap(([id, resource]): FoundAlarm[] => {
    if (!isFields(resource)) return []
    const line = lineAt(['Resources', id])
    const properties = resolve(
      isFields(resource.Properties) ? resource.Properties : {},
      parameters,
    ) as Fields
    if (typeof properties.AlarmName !== 'string') properties.AlarmName = id
    if (resource.Type === 'AWS::CloudWatch::CompositeAlarm')
      return [{ ...composite(properties, id), line }]
    if (resource.Type !== 'AWS::CloudWatch::Alarm') return []
    return [{ ...read(properties, id), line }]
  })
}

function composite(value: unknown, otherwise: string): Omit<FoundAlarm, 'line'> {
  const rule = isFields(value) && typeof value.AlarmRule === 'string' ? ` (${value.AlarmRule})` : ''
  return {
    name: nameOf(value, otherwise),
    reason: `it is made of other alarms${rule}: declare it over the imported ones`,
  }
}

function nameOf(value: unknown, otherwise: string): string {
  return isFields(value) && typeof value.AlarmName === 'string' && value.AlarmName !== ''
    ? value.AlarmName
    : otherwise
}

const NOT_NEEDED = new Set([
  'AlarmDescription',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
  'Tags',
  'ActionsEnabled',
  'EvaluateLowSampleCountPercentile',
])

function read(value: unknown, otherwise: string): Omit<FoundAlarm, 'line'> {
  const name = nameOf(value, otherwise)
  if (!isFields(value)) return { name, reason: 'it is not a map of fields' }
  const needed = Object.fromEntries(
    Object.entries(value).filter(
      ([key, one]) => !(NOT_NEEDED.has(key) && openIn(one, key) !== undefined),
    ),
  )
  const open = openIn(needed, '')
  if (open)
    return { name, reason: `${open}: give the output of aws cloudwatch describe-alarms instead` }
  const parsed = CloudWatchAlarm.safeParse(needed)
  if (parsed.success) return { name, alarm: parsed.data }
  const [issue] = parsed.error.issues
  return { name, reason: `its ${issue!.path.join('.') || 'values'}: ${issue!.message}` }
}

/** What is known only once the template is deployed. */
class Open {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function openIn(value: unknown, path: string): string | undefined {
  if (value instanceof Open)
    return `its ${path} is ${value.text}, which is known only once it is deployed`
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    const found = openIn(member, path ? `${path}.${key}` : key)
    if (found) return found
  }
  return undefined
}

function resolve(value: unknown, parameters: Fields, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > 50) throw new NotImported('it is nested too deeply')
  if (Array.isArray(value)) return value.map((one) => resolve(one, parameters, depth + 1))
  const entries = Object.entries(value)
  const [form, argument] = entries[0] ?? []
  if (entries.length === 1 && form !== undefined && FORMS.has(form)) {
    const parameter =
      form === 'Ref' && typeof argument === 'string' ? parameters[argument] : undefined
    if (
      isFields(parameter) &&
      (typeof parameter.Default === 'string' || typeof parameter.Default === 'number')
    )
      return parameter.Default
    if (form === 'Fn::Sub' && typeof argument === 'string' && !argument.includes('${'))
      return argument
    return new Open(JSON.stringify(value))
  }
  return Object.fromEntries(
    entries.map(([key, member]) => [key, resolve(member, parameters, depth + 1)]),
  )
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
