/** Rules that a plan must keep, beyond its grammar. */
import { compileExpression, messageOf } from '#base'
import { parsePromql } from '#telemetry'
import type { Plan, PlanStep } from '../plan.ts'
import type { Finding } from './finding.ts'
import type { FrontMatter } from './front-matter.ts'

const SECRET = /\b(?:ghp_\w{20,}|xox[bap]-\w{10,}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY)/

export function lint(plan: Plan, front: FrontMatter): Finding[] {
  const found: Finding[] = []
  const report = (
    code: string,
    severity: Finding['severity'],
    step: PlanStep,
    message: string,
    hint: string,
  ) =>
    found.push({
      code,
      severity,
      message: `step ${step.name}: ${message}`,
      hint,
      line: step.line,
      column: 1,
    })
  const names = new Map<string, PlanStep>()
  const slugs = new Set(plan.sections.map(({ slug }) => slug))
  const automatic = front.triggers.some(({ mode }) => mode === 'auto')

  for (const step of plan.steps) {
    if (names.has(step.name))
      report(
        'OP002',
        'error',
        step,
        `the name stands already in line ${names.get(step.name)!.line}`,
        'Give each step its own name.',
      )
    names.set(step.name, step)
  }
  for (const step of plan.steps) {
    for (const key of ['verify', 'rollback', 'check'] as const)
      if (step[key] && !names.has(step[key]))
        report(
          'OP003',
          'error',
          step,
          `${key} names ${step[key]}, and there is no such step`,
          'Name a step of this document.',
        )
    for (const { to } of step.choices)
      if (to && !slugs.has(to))
        report(
          'OP003',
          'error',
          step,
          `a choice leads to #${to}, and there is no such section`,
          'Link to a heading of this document.',
        )
    if (step.kind === 'script') {
      if (/\{\{|\$\{\{/.test(step.body))
        report(
          'OP004',
          'error',
          step,
          'a parameter is pasted into the script',
          'Scripts get parameters as environment variables: "$NAME".',
        )
      if (/^\s*\$ /m.test(step.body))
        report('OP005', 'error', step, 'a line begins with a prompt', 'Leave out the "$ ".')
      if (/curl[^|\n]*\|\s*(?:ba)?sh\b/.test(step.body))
        report('OP016', 'warning', step, 'it runs what it has just downloaded', 'Pin what is run.')
      const missing = commandsOf(step.body).filter(
        (command) =>
          front.permissions.exec.length > 0 &&
          !front.permissions.exec.includes(command) &&
          !SHELL.has(command),
      )
      if (missing.length > 0)
        report(
          'OP012',
          'warning',
          step,
          `it calls ${missing.join(', ')}, which permissions.exec does not name`,
          'Add it to permissions.exec.',
        )
    }
    if (
      step.effect === 'change' &&
      ['script', 'http'].includes(step.kind) &&
      !step.idempotent &&
      !step.verify
    )
      report(
        'OP006',
        'error',
        step,
        'nobody can tell after a crash whether it happened',
        'Say idempotent when running it twice is as good as once, or name a verify step.',
      )
    if (
      automatic &&
      front.for.environments.includes('production') &&
      step.effect === 'change' &&
      step.on === 'flow' &&
      step.kind === 'script' &&
      !step.rollback &&
      !step.idempotent &&
      !step.verify
    )
      report(
        'OP007',
        'warning',
        step,
        'it runs by itself in production and cannot be taken back',
        'Name a rollback step.',
      )
    if (
      step.choices.length > 0 &&
      !step.choices.some(
        ({ if: condition, text }) => condition === null && /^otherwise/i.test(text),
      )
    )
      report(
        'OP010',
        'error',
        step,
        'it has no Otherwise',
        'End the list with an item that begins with Otherwise.',
      )
    for (const text of [step.if, ...step.choices.map((choice) => choice.if)])
      if (text) checkSyntax(() => compileExpression(text), step)
    if (step.kind === 'cel') checkSyntax(() => compileExpression(step.body), step)
    if (step.kind === 'promql') checkSyntax(() => parsePromql(step.body), step)
    for (const secret of step.secrets)
      if (!front.secrets.includes(secret.split(':')[0]!))
        report(
          'OP013',
          'error',
          step,
          `the secret ${secret} is not in the list of the document`,
          'Add it to secrets.',
        )
    if (SECRET.test(step.body))
      report(
        'OP013',
        'error',
        step,
        'it looks as if a secret stood in it',
        'Keep it as a secret and name it.',
      )
    if (step.kind === 'approval' && !step.notRequester)
      report(
        'OP017',
        'warning',
        step,
        'whoever started the run may approve it',
        'Add not=requester.',
      )
  }
  for (const { next, slug, line } of plan.sections)
    if (next && !slugs.has(next))
      found.push({
        code: 'OP003',
        severity: 'error',
        message: `section ${slug} leads to ${next}, and there is no such section`,
        hint: 'Name the slug of a heading.',
        line,
        column: 1,
      })
  for (const section of plan.sections)
    if (
      section.jump &&
      !plan.steps.some(({ choices }) => choices.some(({ to }) => to === section.slug)) &&
      !plan.sections.some(({ next }) => next === section.slug)
    )
      found.push({
        code: 'OP014',
        severity: 'warning',
        message: `nothing leads to the section ${section.slug}`,
        hint: 'Link to it from a decision, or remove entry=jump.',
        line: section.line,
        column: 1,
      })
  const bodies = plan.steps.map(({ body }) => body).join('\n')
  for (const name of Object.keys(plan.params))
    if (!bodies.includes(name.toUpperCase()) && !bodies.includes(`params.${name}`))
      found.push({
        code: 'OP008',
        severity: 'warning',
        message: `no step uses the parameter ${name}`,
        hint: `Use "$${name.toUpperCase()}" or remove it.`,
        line: 1,
        column: 1,
      })
  return found

  function checkSyntax(compile: () => unknown, step: PlanStep): void {
    try {
      compile()
    } catch (error) {
      report('OP011', 'error', step, messageOf(error), 'Correct the expression.')
    }
  }
}

const SHELL = new Set([
  'echo',
  'test',
  'cd',
  'exit',
  'set',
  'true',
  'false',
  'export',
  'if',
  'then',
  'else',
  'fi',
  'for',
  'do',
  'done',
  'while',
  'sleep',
  'cat',
  'printf',
  '[',
  'wait',
])

/** First words of the lines of a script. */
function commandsOf(body: string): string[] {
  const words = body
    .split('\n')
    .flatMap((line) => /^\s*([A-Za-z][\w.-]*)\b(?!=)/.exec(line)?.[1] ?? [])
  return [...new Set(words)]
}
