/** From Markdown to a plan and findings. Any text gives an answer; nothing throws. */
import { createHash } from 'node:crypto'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { parse as parseYaml } from 'yaml'
import { durationMs, messageOf } from '#base'
import type { Plan } from '../plan.ts'
import type { Finding } from './finding.ts'
import { FrontMatter } from './front-matter.ts'
import { lint } from './lint.ts'
import { readSteps } from './read-steps.ts'

export interface ParsedProcedure {
  /** Undefined when the front matter cannot be read. */
  readonly plan: Plan | undefined
  readonly diagnostics: readonly Finding[]
}

export function parseProcedure(text: string, options: { path: string }): ParsedProcedure {
  const found: Finding[] = []
  const match = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  const front = match && readFrontMatter(match[1]!, found)
  if (!match || !front) {
    if (!match)
      found.push({
        code: 'OP000',
        severity: 'error',
        message: 'there is no front matter',
        hint: 'Begin with --- and opsplane: procedure/v1.',
        line: 1,
        column: 1,
      })
    return { plan: undefined, diagnostics: found }
  }
  const skipped = match[0].split('\n').length - 1
  const body = text.slice(match[0].length)
  const root = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const { title, summary, sections, steps } = readSteps(root, {
    kind: front.kind,
    lineOffset: skipped,
    found,
  })
  const plan: Plan = {
    id: front.id ?? options.path.replace(/^.*[\\/]|\.md$/g, ''),
    kind: front.kind,
    title: title ?? front.id ?? options.path,
    summary,
    owner: front.owner,
    alarms: [
      ...new Set([
        ...front.for.alarms,
        ...front.triggers.flatMap(({ on, match: { name } }) =>
          on === 'alarm' && name ? [name] : [],
        ),
      ]),
    ],
    environments: front.for.environments,
    params: front.params,
    permissions: { exec: front.permissions.exec, net: front.permissions.net },
    triggers: front.triggers,
    run: Object.fromEntries(
      Object.entries(front.run).map(([env, { by, approve }]) => [env, { by, approve }]),
    ),
    onFailure: front.onFailure ?? null,
    decider: front.decider ?? null,
    timeoutMs: durationMs(front.timeout),
    reviewMs: durationMs(front.review),
    exerciseMs: durationMs(front.exercise),
    shouldShare: Number.parseFloat(front.pass.should ?? '0') / 100,
    sections,
    steps,
    hash: createHash('sha256').update(text).digest('hex'),
  }
  found.push(...lint(plan, front))
  return { plan, diagnostics: found.sort((a, b) => a.line - b.line) }
}

function readFrontMatter(yaml: string, found: Finding[]): FrontMatter | undefined {
  const lines = yaml.split('\n')
  const report = (message: string, line: number) =>
    found.push({
      code: 'OP000',
      severity: 'error',
      message,
      hint: 'The guide to procedures lists the keys.',
      line,
      column: 1,
    })
  let data: unknown
  try {
    data = parseYaml(yaml)
  } catch (error) {
    report(`the front matter is not YAML: ${messageOf(error).split('\n')[0]}`, 2)
    return undefined
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    report('the front matter has no keys', 2)
    return undefined
  }
  const known = Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith('x-')))
  const parsed = FrontMatter.safeParse(known)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) {
    const at = lines.findIndex((line) => line.startsWith(`${String(path[0])}:`))
    report(`${path.join('.') || 'the front matter'}: ${message}`, at + 2)
  }
  return undefined
}
