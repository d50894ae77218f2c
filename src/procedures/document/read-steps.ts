/** Walks the Markdown in document order and finds sections and steps: fences with a name, items, decisions. */
import type { Code, Heading, Html, List, ListItem, Nodes, Parents, Root } from 'mdast'
import { durationMs, parseDuration } from '#base'
import { type Attributes, readAttributes, readComment } from '../attributes.ts'
import type { PlanSection, PlanStep } from '../plan.ts'
import { kindOfLanguage, type StepKind, stepKinds } from '../steps/index.ts'
import type { Finding } from './finding.ts'

export interface ReadSteps {
  readonly title: string | undefined
  readonly summary: string
  readonly sections: PlanSection[]
  readonly steps: PlanStep[]
}

interface Options {
  readonly kind: 'runbook' | 'playbook' | 'checklist'
  readonly lineOffset: number
  readonly found: Finding[]
}

/** Attributes that every step knows. */
const COMMON = [
  'name',
  'if',
  'timeout',
  'retry',
  'backoff',
  'effect',
  'idempotent',
  'verify',
  'rollback',
  'on',
  'on-failure',
  'critical',
  'by',
  'secret',
  'help',
  'within',
  'for',
  'every',
  'out',
  'expect',
  'dry',
  'on-timeout',
  'runner',
  'lock',
  'excludeFromRunAll',
  'ignore',
]
/** Accepted from other tools, without effect here. */
const TOLERATED = [
  'interactive',
  'background',
  'cwd',
  'interpreter',
  'tag',
  'category',
  'mimetype',
  'terminalRows',
  'closeTerminalOnSuccess',
  'transform',
  'id',
  'skipPrompts',
  'promptEnv',
]

export function readSteps(root: Root, options: Options): ReadSteps {
  const reader = new Reader(options)
  reader.walk(root)
  return {
    title: reader.title,
    summary: reader.summary,
    sections: reader.sections,
    steps: reader.steps,
  }
}

class Reader {
  title: string | undefined
  summary = ''
  readonly sections: PlanSection[] = [{ slug: '', title: '', line: 1, jump: false, next: null }]
  readonly steps: PlanStep[] = []
  readonly #options: Options
  #checks = new Map<string, string>()

  constructor(options: Options) {
    this.#options = options
  }

  walk(parent: Parents): void {
    parent.children.forEach((node, i) => {
      const next = parent.children[i + 1]
      switch (node.type) {
        case 'heading':
          this.#heading(node, next)
          break
        case 'code':
          this.#fence(node)
          break
        case 'paragraph':
          if (!this.summary && parent.type === 'root') this.summary = textOf(node)
          break
        case 'html':
          this.#decision(node, next)
          break
        case 'list':
          for (const item of node.children) this.#item(item)
          break
        default:
          if ('children' in node) this.walk(node as Parents)
      }
    })
  }

  #heading(node: Heading, next: Nodes | undefined): void {
    const title = textOf(node)
    if (node.depth === 1 && !this.title) {
      this.title = title
      return
    }
    const comment = next?.type === 'html' ? readComment(next.value) : undefined
    const attributes = comment?.attributes ?? {}
    this.sections.push({
      slug: slugOf(title),
      title,
      line: this.#line(node),
      jump: attributes.entry === 'jump',
      next: typeof attributes.then === 'string' ? attributes.then : null,
    })
  }

  #fence(node: Code): void {
    const braces = node.meta?.indexOf('{') ?? -1
    if (braces < 0) return
    const { attributes, problem } = readAttributes(node.meta!.slice(braces))
    if (problem)
      this.#report(
        'OP001',
        problem,
        'Write {name=… key=value}, and quote values with spaces.',
        node,
      )
    if (attributes.excludeFromRunAll || attributes.ignore) return
    const lang = node.lang ?? ''
    const kind = kindOfLanguage(lang, attributes)
    const forItem =
      typeof attributes.for === 'string' && parseDuration(attributes.for) === undefined
        ? attributes.for
        : undefined
    const name =
      typeof attributes.name === 'string' ? attributes.name : forItem && `${forItem}-check`
    if (!name) return
    if (!kind) {
      this.#report(
        'OP001',
        `no step is written in "${lang}"`,
        `Steps are written in ${stepKinds.flatMap(({ languages }) => languages).join(', ')}.`,
        node,
      )
      return
    }
    const { for: _, ...others } = attributes
    const step = this.#step(kind, name, forItem ? others : attributes, node, node.value, lang)
    if (forItem) {
      this.#checks.set(forItem, name)
      const item = this.steps.findIndex((one) => one.name === forItem)
      if (item >= 0) this.steps[item] = { ...this.steps[item]!, check: name }
    }
    this.steps.push(step)
  }

  #item(item: ListItem): void {
    const paragraph = item.children.find((child) => child.type === 'paragraph')
    const comment =
      paragraph &&
      ('children' in paragraph ? paragraph.children : []).find(
        (child): child is Html => child.type === 'html' && /ops:/.test(child.value),
      )
    if (typeof item.checked === 'boolean' && paragraph) {
      const read = comment ? readComment(comment.value) : { attributes: {} as Attributes }
      if (read?.problem) this.#report('OP001', read.problem, 'Write <!-- ops: {name=…} -->.', item)
      const attributes = read?.attributes ?? {}
      const words = textOf(paragraph)
      const isItem = this.#options.kind === 'checklist'
      if (comment || isItem) {
        const kind = stepKinds.find(
          ({ kind }) => kind === (attributes.approve ? 'approval' : isItem ? 'item' : 'manual'),
        )!
        const name =
          typeof attributes.name === 'string' ? attributes.name : slugOf(words).slice(0, 60)
        const must = /^(must|should):/i.exec(words)?.[1]?.toLowerCase()
        this.steps.push({
          ...this.#step(kind, name, attributes, item, words.replace(/^(must|should):\s*/i, ''), ''),
          must: isItem ? must !== 'should' : null,
          check: this.#checks.get(name) ?? null,
        })
      }
    }
    this.walk(item)
  }

  #decision(node: Html, next: Nodes | undefined): void {
    const read = readComment(node.value)
    const decide = read?.attributes.decide
    if (!read || !decide) return
    if (next?.type !== 'list') {
      this.#report(
        'OP001',
        'a decision needs a list behind it',
        'Write one item for each choice, with a link to its section.',
        node,
      )
      return
    }
    const kind = stepKinds.find((one) => one.kind === 'decide')!
    const step = this.#step(
      kind,
      String(decide === true ? 'decide' : decide),
      read.attributes,
      node,
      '',
      '',
    )
    this.steps.push({ ...step, choices: choicesOf(next) })
  }

  #step(
    kind: StepKind,
    name: string,
    attributes: Attributes,
    node: Nodes,
    body: string,
    lang: string,
  ): PlanStep {
    const known = new Set([...COMMON, ...kind.attributes, ...TOLERATED])
    for (const key of Object.keys(attributes))
      if (!known.has(key))
        this.#report(
          'OP001',
          `a ${kind.kind} step has no attribute ${key}`,
          `It has ${[...kind.attributes, ...COMMON].slice(0, 12).join(', ')} and more.`,
          node,
        )
    if (!/^[a-z][a-z0-9-]*$/.test(name))
      this.#report(
        'OP001',
        `"${name}" cannot be the name of a step`,
        'Use lower-case letters, digits and hyphens.',
        node,
      )
    const text = (key: string) =>
      typeof attributes[key] === 'string' ? (attributes[key] as string) : null
    const time = (key: string, fallback: number) => this.#time(text(key), fallback, key, node)
    const effect = text('effect')
    const section = this.sections.at(-1)!
    const [from, to] = (text('backoff') ?? '1s..30s').split('..')
    return {
      name,
      kind: kind.kind,
      title: section.title || this.title || name,
      section: section.slug,
      line: this.#line(node),
      body,
      lang,
      effect: effect === 'read' || effect === 'change' ? effect : kind.effect(body),
      idempotent: attributes.idempotent === true,
      on: (text('on') as PlanStep['on'] | null) ?? 'flow',
      if: text('if'),
      expect: text('expect'),
      timeoutMs: time('timeout', kind.perform ? 60_000 : 0),
      retry: Number(text('retry') ?? 0),
      backoffMs: [
        this.#time(from ?? null, 1_000, 'backoff', node),
        this.#time(to ?? null, 30_000, 'backoff', node),
      ],
      withinMs: text('within') ? time('within', 0) : null,
      forMs: time('for', 0),
      everyMs: time('every', 5_000),
      verify: text('verify'),
      rollback: text('rollback'),
      onFailure: text('on-failure'),
      critical: text('critical') !== 'false',
      by: (text('by') ?? '').split(',').filter(Boolean),
      approve: Number(text('approve') ?? (attributes.approve ? 1 : 0)),
      notRequester: text('not') === 'requester',
      input: (text('input') ?? text('evidence') ?? 'none') as PlanStep['input'],
      must: null,
      check: null,
      choices: [],
      secrets: (text('secret') ?? '').split(',').filter(Boolean),
      out: text('out'),
      ok: (text('ok') ?? '0').split(',').map(Number),
      empty:
        text('empty') === 'pass' || (kind.kind === 'promql' && !attributes.expect)
          ? 'pass'
          : 'fail',
      dry: text('dry'),
      source: text('source'),
    }
  }

  #time(text: string | null, fallback: number, key: string, node: Nodes): number {
    if (text === null) return fallback
    if (parseDuration(text) !== undefined) return durationMs(text)
    this.#report('OP001', `${key}=${text} is no duration`, 'Write 30s, 5m or 1h30m.', node)
    return fallback
  }

  #line(node: Nodes): number {
    return (node.position?.start.line ?? 1) + this.#options.lineOffset
  }

  #report(code: string, message: string, hint: string, node: Nodes): void {
    this.#options.found.push({
      code,
      severity: 'error',
      message,
      hint,
      line: this.#line(node),
      column: node.position?.start.column ?? 1,
    })
  }
}

function choicesOf(list: List): PlanStep['choices'] {
  return list.children.map((item) => {
    const code = first(item, 'inlineCode')
    const link = first(item, 'link')
    const target = link && 'url' in link ? String(link.url) : ''
    return {
      if: code && 'value' in code ? String(code.value) : null,
      text: textOf(item).trim(),
      to: target.replace(/^#/, ''),
    }
  })
}

function first(node: Nodes, type: string): Nodes | undefined {
  if (node.type === type) return node
  for (const child of 'children' in node ? node.children : []) {
    const found = first(child, type)
    if (found) return found
  }
  return undefined
}

/** The words of a node, without comments. */
export function textOf(node: Nodes): string {
  if (node.type === 'html') return ''
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('').trim() : ''
}

/** As GitHub makes anchors of headings. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-')
}
