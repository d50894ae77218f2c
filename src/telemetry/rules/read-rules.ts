/**
 * Rule files: plain ones with `groups:` and PrometheusRule resources of Kubernetes, alone or in a list. A mistake
 * costs its own rule and no other; each is told with its line.
 */
import { messageOf, OpsplaneError } from '#base'
import { PromqlSyntaxError, parsePromql, parsePromqlDuration, typeOf } from '../promql/index.ts'
import { findGroups, type Mistake, noGroups } from './find-groups.ts'
import type { RuleProblem } from './problem.ts'
import type { AlertingRule, RecordingRule, RuleGroup } from './rule.ts'
import { checkTemplate } from './template/index.ts'
import { type Path, readYaml, type YamlText } from './yaml-text.ts'

export interface RuleFile {
  readonly groups: readonly RuleGroup[]
  readonly problems: readonly RuleProblem[]
  /** Rules that were left out because of a mistake. */
  readonly leftOut: number
}

/** Never throws: what cannot be read is among the problems. */
export function readRules(text: string): RuleFile {
  const { documents, problems } = readYaml(text)
  const reader = new Reader(problems)
  for (const document of documents) reader.document(document)
  if (reader.groups.length === 0 && reader.problems.length === 0)
    reader.report(undefined, [], noGroups())
  return { groups: reader.groups, problems: reader.problems, leftOut: reader.leftOut }
}

type Fields = Record<string, unknown>

const GROUP_FIELDS = [
  'name',
  'interval',
  'limit',
  'query_offset',
  'labels',
  'rules',
  'partial_response_strategy',
]
const ALERT_FIELDS = ['alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations']
const RECORD_FIELDS = ['record', 'expr', 'labels']
const METRIC_NAME = /^[A-Za-z_:][\w:]*$/
const LABEL_NAME = /^[A-Za-z_]\w*$/

class Reader {
  readonly groups: RuleGroup[] = []
  readonly problems: RuleProblem[]
  leftOut = 0
  #names = new Set<string>()

  constructor(problems: RuleProblem[]) {
    this.problems = problems
  }

  report(
    document: YamlText | undefined,
    path: Path,
    { warning, ...mistake }: Mistake,
    subject?: string,
  ): void {
    this.problems.push({
      ...mistake,
      severity: warning ? 'warning' : 'error',
      ...(document?.placeOf(path) ?? { line: 1, column: 1 }),
      ...(subject ? { subject } : {}),
    })
  }

  document(document: YamlText): void {
    for (const { groups, path, mistake, unknown } of findGroups(document.value)) {
      this.#names.clear()
      for (const key of unknown) this.#unknown(document, [...path, key], ['groups'], undefined)
      if (mistake) this.report(document, path, mistake)
      for (const [index, group] of groups.entries())
        this.#group(document, group, [...path, 'groups', index])
    }
  }

  #unknown(
    document: YamlText,
    path: Path,
    known: readonly string[],
    subject: string | undefined,
  ): void {
    this.problems.push({
      code: 'rules.unknown-field',
      severity: 'warning',
      message: `no field is called \`${path.at(-1)}\` here: it is not taken`,
      hint: `The fields are ${known.join(', ')}.`,
      ...document.placeOfKey(path),
      ...(subject ? { subject } : {}),
    })
  }

  #group(document: YamlText, group: unknown, path: Path) {
    const rules = isFields(group) ? group.rules : undefined
    const name = isFields(group) && typeof group.name === 'string' ? group.name : ''
    const refuse = (mistake: Mistake, at: Path = path) => {
      this.report(document, at, mistake, name || undefined)
      if (Array.isArray(rules)) this.leftOut += rules.length
    }
    if (!isFields(group))
      return refuse({
        code: 'rules.bad-group',
        message: 'a group is not a map',
        hint: 'A group has a name and rules.',
      })
    if (name === '')
      return refuse({
        code: 'rules.bad-group',
        message: 'a group has no name',
        hint: 'Give it a name: it is told with its alerts.',
      })
    if (this.#names.has(name))
      this.report(
        document,
        [...path, 'name'],
        {
          code: 'rules.group-twice',
          message: `the group ${name} is there twice, which Prometheus refuses`,
          hint: 'Give one of them another name.',
          warning: true,
        },
        name,
      )
    this.#names.add(name)
    for (const key of Object.keys(group))
      if (!GROUP_FIELDS.includes(key)) this.#unknown(document, [...path, key], GROUP_FIELDS, name)
    if (rules !== undefined && rules !== '' && !Array.isArray(rules))
      return refuse(
        {
          code: 'rules.bad-group',
          message: 'its `rules` are not a list',
          hint: 'Each rule begins with a hyphen.',
        },
        [...path, 'rules'],
      )
    const duration = (field: string) => this.#duration(document, group, field, path, name)
    const intervalMs = group.interval === undefined ? undefined : duration('interval')
    const labels = this.#texts(document, group.labels, [...path, 'labels'], name) ?? {}
    this.groups.push({
      name,
      line: document.placeOf(path).line,
      intervalMs: intervalMs || undefined,
      limit: this.#limit(document, group.limit, [...path, 'limit'], name),
      queryOffsetMs: duration('query_offset') ?? 0,
      rules: (Array.isArray(rules) ? rules : []).flatMap((rule, index) => {
        const read = this.#rule(document, rule, [...path, 'rules', index], name, labels)
        if (!read) this.leftOut++
        return read ?? []
      }),
    })
  }

  #limit(document: YamlText, value: unknown, path: Path, subject: string): number {
    if (value === undefined || value === '') return 0
    if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value)
    this.report(
      document,
      path,
      {
        code: 'rules.bad-limit',
        message: '`limit` is not a whole number: there is none',
        hint: 'Write it as digits; 0 is no limit.',
        warning: true,
      },
      subject,
    )
    return 0
  }

  /** Undefined when it is not well written; 0 when it is not there. */
  #duration(
    document: YamlText,
    from: Fields,
    field: string,
    path: Path,
    subject: string,
  ): number | undefined {
    const text = from[field]
    if (text === undefined || text === '') return 0
    const ms = text === '0' ? 0 : typeof text === 'string' ? parsePromqlDuration(text) : undefined
    if (ms === undefined)
      this.report(
        document,
        [...path, field],
        {
          code: 'rules.bad-duration',
          message: `\`${field}\` is not a duration`,
          hint: 'Write it as in Prometheus: 30s, 5m, 1h30m.',
        },
        subject,
      )
    return ms
  }

  #rule(
    document: YamlText,
    rule: unknown,
    path: Path,
    group: string,
    groupLabels: Fields,
  ): AlertingRule | RecordingRule | undefined {
    const before = this.problems.length
    const nameOf = (field: string) =>
      isFields(rule) && typeof rule[field] === 'string' ? rule[field] : ''
    const [alert, record] = [nameOf('alert'), nameOf('record')]
    const subject = [group, alert || record].filter(Boolean).join(': ')
    const report = (mistake: Mistake, at: Path = path) =>
      this.report(document, at, mistake, subject)
    if (!isFields(rule))
      return void report({
        code: 'rules.bad-rule',
        message: 'a rule is not a map',
        hint: 'A rule has `alert` or `record`, and `expr`.',
      })
    if ((alert === '') === (record === ''))
      return void report({
        code: 'rules.bad-rule',
        message:
          alert === ''
            ? 'a rule has neither `alert` nor `record`'
            : 'a rule has both `alert` and `record`',
        hint: 'Name one of them.',
      })
    const known = alert ? ALERT_FIELDS : RECORD_FIELDS
    for (const key of Object.keys(rule))
      if (!known.includes(key)) this.#unknown(document, [...path, key], known, subject)
    if (record && !METRIC_NAME.test(record))
      report(
        {
          code: 'rules.bad-name',
          message: `\`${record}\` cannot be the name of a series`,
          hint: 'Use letters, digits, underscores and colons.',
        },
        [...path, 'record'],
      )
    const labels = {
      ...groupLabels,
      ...this.#texts(document, rule.labels, [...path, 'labels'], subject),
    }
    const annotations =
      this.#texts(document, rule.annotations, [...path, 'annotations'], subject) ?? {}
    if (alert)
      for (const [field, texts] of Object.entries({ labels, annotations }))
        for (const [name, text] of Object.entries(texts)) {
          const wrong = checkTemplate(String(text))
          if (wrong)
            report(
              {
                code: 'rules.bad-template',
                message: `its ${field.slice(0, -1)} ${name} is not a template: ${wrong}`,
                hint: 'The functions are those of Prometheus.',
              },
              [...path, field, name],
            )
        }
    const query = this.#query(document, rule.expr, [...path, 'expr'], subject)
    const forMs = alert ? this.#duration(document, rule, 'for', path, subject) : 0
    const keepFiringForMs = alert
      ? this.#duration(document, rule, 'keep_firing_for', path, subject)
      : 0
    const failed = this.problems.slice(before).some(({ severity }) => severity === 'error')
    if (failed || !query || forMs === undefined || keepFiringForMs === undefined) return undefined
    const { line } = document.placeOf(path)
    const base = {
      expr: String(rule.expr).trim(),
      query,
      labels: labels as Record<string, string>,
      line,
    }
    return alert
      ? { kind: 'alert', name: alert, forMs, keepFiringForMs, annotations, ...base }
      : { kind: 'record', name: record, ...base }
  }

  #query(document: YamlText, expr: unknown, path: Path, subject: string) {
    const refuse = (message: string, hint: string) =>
      void this.report(document, path, { code: 'rules.bad-query', message, hint }, subject)
    if (typeof expr !== 'string' || expr.trim() === '')
      return refuse('it has no `expr`', 'Write the query it stands for.')
    try {
      const query = parsePromql(expr.trim())
      const type = typeOf(query)
      if (type === 'vector' || type === 'scalar') return query
      return refuse(
        `its query answers with a ${type}, not with series`,
        'A rule needs an instant vector or a number.',
      )
    } catch (error) {
      if (!(error instanceof OpsplaneError)) throw error
      const { position, problem } = error.details as { position?: number; problem?: string }
      const where =
        error.code === PromqlSyntaxError.code ? ` at character ${Number(position) + 1}` : ''
      return refuse(
        `its query is not PromQL${where}: ${problem ?? messageOf(error)}`,
        'Try it: opsplane query.',
      )
    }
  }

  #texts(
    document: YamlText,
    value: unknown,
    path: Path,
    subject: string,
  ): Record<string, string> | undefined {
    if (value === undefined || value === '') return {}
    if (!isFields(value))
      return void this.report(
        document,
        path,
        {
          code: 'rules.bad-labels',
          message: `\`${path.at(-1)}\` is not a map`,
          hint: 'Write each as `name: text`.',
        },
        subject,
      )
    const texts: Record<string, string> = Object.create(null)
    for (const [name, text] of Object.entries(value)) {
      if (!LABEL_NAME.test(name) || (path.at(-1) === 'labels' && name === '__name__'))
        this.report(
          document,
          [...path, name],
          {
            code: 'rules.bad-labels',
            message: `\`${name}\` cannot be the name of a label`,
            hint: 'Use letters, digits and underscores.',
          },
          subject,
        )
      else if (typeof text !== 'string')
        this.report(
          document,
          [...path, name],
          {
            code: 'rules.bad-labels',
            message: `\`${name}\` is not a text`,
            hint: 'Put it between quotes.',
          },
          subject,
        )
      else texts[name] = text
    }
    return { ...texts }
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
