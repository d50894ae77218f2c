/**
 * What the whole model must keep: every reference resolves, every alarm reaches somebody and names a
 * procedure that exists. Pure; whoever calls brings the extensions that live above the model.
 */
import type { z } from 'zod'
import type { Diagnostic } from './diagnostics.ts'
import { type Kind, referencesIn, splitRef } from './kind.ts'
import { kindOf, kinds } from './kinds/index.ts'
import type { Manifest, ManifestResource } from './manifest.ts'
import { modelOf, type SpecOf } from './model.ts'
import type { Pointing } from './places.ts'

/** What the checker must be told about things that live above the model. */
export interface CheckExtensions {
  /** Says what is wrong with a PromQL text. */
  readonly checkQuery?: (query: string) => string | undefined
  /** Says what is wrong with a search of logs. */
  readonly checkSearch?: (search: string) => string | undefined
  /** Says what is wrong with a template of a label or an annotation. */
  readonly checkTemplate?: (text: string) => string | undefined
  /** Says what is wrong with a pattern of relabelling. */
  readonly checkPattern?: (pattern: string) => string | undefined
  /** Says why a PromQL text is no counter. */
  readonly checkCounter?: (query: string) => string | undefined
  /** Schemas of channel configurations by type. */
  readonly channelTypes?: ReadonlyMap<string, z.ZodType>
  /** Resources whose own values are wrong, as written: they exist, and their references are checked. */
  readonly broken?: readonly ManifestResource[]
}

export function checkManifest(manifest: Manifest, extensions: CheckExtensions = {}): Pointing[] {
  const found: Pointing[] = []
  const model = modelOf(manifest)
  const known = new Set([
    ...manifest.resources.map(({ kind, name }) => `${kind}:${name}`),
    ...manifest.procedures.map(({ id }) => `procedure:${id}`),
    ...(extensions.broken ?? []).map(({ kind, name }) => `${kind}:${name}`),
  ])
  const specs = new Map(manifest.resources.map(({ kind, name, spec }) => [`${kind}:${name}`, spec]))

  found.push(...duplicates(manifest), ...onlyOneWorkload(manifest))
  for (const resource of manifest.resources) {
    const report = reporterOf(resource, found)
    const kind = kindOf(resource.kind)
    if (!kind) {
      report(
        'OPS-M103',
        `no kind is called ${resource.kind}`,
        `The kinds are ${Object.keys(kinds).join(', ')}.`,
      )
      continue
    }
    const parsed = kind.schema.safeParse(resource.spec)
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        report(
          'OPS-M102',
          `${issue.path.join('.')}: ${issue.message}`,
          'See opsplane export --schema.',
        )
      continue
    }
    checkReferences(kind, resource, known, report)
    for (const problem of kind.check?.({ ...resource, spec: parsed.data }, (ref) =>
      specs.get(ref),
    ) ?? [])
      report(problem.code, problem.message, problem.hint, undefined, problem.path)
    const queried = { signal: 'query', outcome: 'affected' }[resource.kind]
    const query = queried && resource.spec[queried]
    if (query !== undefined && extensions.checkQuery) {
      const wrong = extensions.checkQuery(String(query))
      if (wrong)
        report(
          'OPS-M106',
          `its ${queried} is not PromQL: ${wrong}`,
          'Try it with opsplane query.',
          undefined,
          queried,
        )
    }
    if (resource.kind === 'outcome' && extensions.checkCounter)
      checkCounters(parsed.data, specs, extensions.checkCounter, report)
    if (resource.kind === 'alarm' && extensions.checkSearch)
      checkSearch(parsed.data, extensions.checkSearch, report)
    if (resource.kind === 'dashboard') checkPanels(parsed.data, extensions, report)
    if (resource.kind === 'alarm' && extensions.checkTemplate)
      checkTemplates(parsed.data, extensions.checkTemplate, report)
    if (resource.kind === 'scrape' && extensions.checkPattern)
      checkPatterns(parsed.data, extensions.checkPattern, report)
    if (resource.kind === 'channel' && extensions.channelTypes)
      checkChannel(resource, extensions.channelTypes, report)
  }
  for (const resource of extensions.broken ?? [])
    checkReferences(kindOf(resource.kind)!, resource, known, reporterOf(resource, found))
  for (const alarm of model.all('alarm')) {
    const resource = manifest.resources.find(
      (one) => one.kind === 'alarm' && one.name === alarm.name,
    )!
    const report = reporterOf(resource, found)
    if (known.has(alarm.spec.owner) && model.peopleOf(alarm.spec.owner).length === 0)
      report(
        'OPS-M201',
        `its owner ${alarm.spec.owner} has no member, so nobody can be reached`,
        'Add a person to the team, or name another owner.',
        undefined,
        'owner',
      )
    if (!alarm.spec.escalation && model.all('escalation').length === 0)
      report(
        'OPS-M202',
        'nobody is told when it is raised: the model has no escalation',
        'Declare an escalation with at least one step.',
      )
    if (alarm.spec.when === 'present')
      found.push({
        ...placeOf(resource),
        code: 'OPS-M302',
        severity: 'warning',
        message: `${resource.kind}:${resource.name}: it is raised by whatever its signal answers, so data that is missing looks like data that is good`,
        hint: 'Let its signal answer always, and put the threshold into when.',
        field: 'when',
      })
    if (alarm.spec.protects.length === 0)
      found.push({
        ...placeOf(resource),
        code: 'OPS-M301',
        severity: 'warning',
        message: `${resource.kind}:${resource.name}: no outcome suffers when it is raised, so its priority cannot follow the business`,
        hint: 'Name the outcomes in protects, or ask whether anybody should be woken.',
      })
  }
  return found
}

/** Searches belong to telemetry, as queries do. */
function checkSearch(
  spec: object,
  check: NonNullable<CheckExtensions['checkSearch']>,
  report: Report,
): void {
  const search = (spec as SpecOf<'alarm'>).logs?.search
  const wrong = search === undefined ? undefined : check(search)
  if (wrong)
    report(
      'OPS-M505',
      `logs.search is no search: ${wrong}`,
      'Try it in Explore, or with opsplane logs.',
      undefined,
      'search',
    )
}

/** What panels of a dashboard ask by themselves, in PromQL or as a search. */
function checkPanels(
  spec: object,
  { checkQuery, checkSearch }: CheckExtensions,
  report: Report,
): void {
  for (const { panels } of (spec as SpecOf<'dashboard'>).sections)
    for (const panel of panels) {
      const query = 'query' in panel ? panel.query : undefined
      const wrong = query === undefined ? undefined : checkQuery?.(query)
      if (wrong)
        report(
          'OPS-M106',
          `a query of its panels is not PromQL: ${wrong}`,
          'Try it with opsplane query.',
          query,
        )
      const search = panel.show === 'logs' ? panel.search : undefined
      const notSearch = search === undefined ? undefined : checkSearch?.(search)
      if (notSearch)
        report(
          'OPS-M613',
          `a search of its panels is no search: ${notSearch}`,
          'Try it with opsplane logs.',
          search,
        )
    }
}

/** Templates are those of Prometheus, and known to telemetry. */
function checkTemplates(
  spec: object,
  check: NonNullable<CheckExtensions['checkTemplate']>,
  report: Report,
): void {
  const { labels = {}, annotations = {} } = spec as SpecOf<'alarm'>
  for (const [path, texts] of Object.entries({ labels, annotations }))
    for (const [name, text] of Object.entries(texts)) {
      const wrong = check(text)
      if (wrong)
        report(
          'OPS-M111',
          `${path}.${name} is not a template: ${wrong}`,
          'The functions are those of Prometheus: {{ $value | humanize }}.',
          undefined,
          name,
        )
    }
}

/** Patterns are RE2 and belong to telemetry, as queries do. */
function checkPatterns(spec: object, check: PatternCheck, report: Report): void {
  const { relabel, metricRelabel } = spec as SpecOf<'scrape'>
  for (const [path, rules] of Object.entries({ relabel, metricRelabel }))
    for (const { regex } of rules) {
      const wrong = check(regex)
      if (wrong)
        report(
          'OPS-M224',
          `${path}: "${regex}" is not a pattern: ${wrong}`,
          'Patterns are RE2 as in Prometheus, and match the whole value.',
          undefined,
          path,
        )
    }
}

type PatternCheck = NonNullable<CheckExtensions['checkPattern']>

/** Only what counts on can be good or bad of something: a rate or an average cannot be added up over a month. */
function checkCounters(
  spec: object,
  specs: ReadonlyMap<string, ManifestResource['spec']>,
  check: NonNullable<CheckExtensions['checkCounter']>,
  report: Report,
): void {
  const { objective } = spec as SpecOf<'outcome'>
  for (const field of ['good', 'total'] as const) {
    const signal = objective?.[field]
    const query = signal && specs.get(signal)?.query
    const wrong = typeof query === 'string' ? check(query) : undefined
    if (wrong)
      report(
        'OPS-M213',
        `${signal} cannot be ${field} of its objective: ${wrong}`,
        'Name a signal whose query is a counter, such as orders_total{result="ok"}, or a sum of counters.',
        undefined,
        `objective.${field}`,
      )
  }
}

function checkReferences(
  kind: Kind,
  resource: ManifestResource,
  known: ReadonlySet<string>,
  report: Report,
): void {
  for (const { path, reference, kinds: allowed } of referencesIn(kind.schema, resource.spec)) {
    const { kind: target, name } = splitRef(reference)
    if (!allowed.includes(target))
      report(
        'OPS-M104',
        `${path} may be a ${allowed.join(' or a ')}, not a ${target}`,
        `Name a ${allowed.join(' or a ')}.`,
        name,
      )
    else if (!known.has(reference))
      report(
        'OPS-M105',
        `${path} names ${reference}, which is not declared`,
        suggestion(reference, known),
        name,
      )
  }
}

type Report = (code: string, message: string, hint: string, word?: string, field?: string) => void

function reporterOf(resource: ManifestResource, found: Pointing[]): Report {
  return (code, message, hint, word, field) =>
    found.push({
      ...placeOf(resource),
      code,
      severity: 'error',
      message: `${resource.kind}:${resource.name}: ${message}`,
      hint,
      ...(word ? { word } : {}),
      ...(field ? { field } : {}),
    })
}

function placeOf(
  resource: ManifestResource,
): Pick<Diagnostic, 'subject' | 'file' | 'line' | 'column'> {
  return { subject: `${resource.kind}:${resource.name}`, ...resource.source }
}

function checkChannel(
  resource: ManifestResource,
  types: ReadonlyMap<string, z.ZodType>,
  report: Report,
): void {
  const type = String(resource.spec.type)
  const schema = types.get(type)
  if (!schema) {
    report(
      'OPS-M107',
      `no channel type is called ${type}`,
      `The types are ${[...types.keys()].join(', ')}.`,
      type,
    )
    return
  }
  const parsed = schema.safeParse(resource.spec.config)
  if (parsed.success) return
  for (const issue of parsed.error.issues)
    report(
      'OPS-M108',
      `config.${issue.path.join('.')}: ${issue.message}`,
      `The reference of the channel ${type} lists its fields.`,
    )
}

function* duplicates(manifest: Manifest): Generator<Pointing> {
  const first = new Map<string, ManifestResource>()
  for (const resource of manifest.resources) {
    const key = `${resource.kind}:${resource.name}`
    const other = first.get(key)
    if (!other) {
      first.set(key, resource)
      continue
    }
    yield {
      ...placeOf(resource),
      code: 'OPS-M109',
      severity: 'error',
      message: `${key} is declared twice${other.source ? `, first in ${other.source.file}:${other.source.line}` : ''}`,
      hint: 'Give one of them another name.',
    }
  }
}

function* onlyOneWorkload(manifest: Manifest): Generator<Pointing> {
  const all = manifest.resources.filter((resource) => resource.kind === 'workload')
  if (all.length === 1) return
  yield {
    ...(all[1] ? placeOf(all[1]) : {}),
    code: 'OPS-M110',
    severity: 'error',
    message:
      all.length === 0
        ? 'the model declares no workload'
        : 'the model declares more than one workload',
    hint: "A model is one workload: workload('storefront', { … }).",
  }
}

/** The declared name that is nearest to what was written. */
function suggestion(reference: string, known: ReadonlySet<string>): string {
  const { kind } = splitRef(reference)
  const near = [...known]
    .filter((candidate) => candidate.startsWith(`${kind}:`))
    .map((candidate) => ({ candidate, distance: distance(candidate, reference) }))
    .sort((a, b) => a.distance - b.distance)[0]
  if (near && near.distance <= Math.max(2, reference.length / 4))
    return `Did you mean ${near.candidate}?`
  return kind === 'procedure'
    ? 'Write it as a Markdown file with "opsplane: procedure/v1" in its front matter.'
    : `Declare it: ${kind}('${splitRef(reference).name}', { … }).`
}

/** Levenshtein distance: how many letters are to be changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[b.length]!
}
