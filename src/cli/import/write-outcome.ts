/** Outcomes and alarms on their budgets as TypeScript; who answers is left to fill in when nobody said so. */
import type { BurnDraft, Given, OutcomeDraft } from './draft.ts'
import { comment, optional, quote } from './literals.ts'

export function writeOutcome(draft: OutcomeDraft, given: Given): string {
  const { target, objective } = draft
  const fields = [
    `target: ${objective.target}`,
    `window: ${quote(objective.window)}`,
    ...(objective.good ? [`good: ${quote(objective.good)}`] : []),
    ...(objective.total ? [`total: ${quote(objective.total)}`] : []),
    ...(objective.slice ? [`slice: ${quote(objective.slice)}`] : []),
    ...(objective.missing ? [`missing: ${quote(objective.missing)}`] : []),
  ]
  return built('outcome', draft, [
    `title: ${quote(draft.title)},`,
    ownerLine(draft, given),
    `kind: ${quote(draft.outcomeKind)},`,
    `signal: ${quote(draft.signal)},`,
    `target: { op: ${quote(target.op)}, value: ${target.value} },`,
    `objective: { ${fields.join(', ')} },`,
    ...(draft.weight === undefined ? [] : [`weight: ${draft.weight},`]),
    ...optional('customers', draft.customers),
    ...optional('reviewedAt', draft.reviewedAt),
  ])
}

export function writeBurn(draft: BurnDraft, given: Given): string {
  const procedure = draft.procedure ?? given.procedure
  return built('alarm', draft, [
    `title: ${quote(draft.title)},`,
    ownerLine(draft, given),
    procedure
      ? `procedure: ${quote(procedure)},`
      : comment(
          `procedure: ${draft.procedureHint ?? "what to do when it is raised, such as 'restart-it'"}`,
        ).trimEnd(),
    'burn: {',
    `  outcome: ${quote(draft.outcome)},`,
    '  windows: [',
    ...draft.windows.map(
      ({ long, short, factor }) =>
        `    { long: ${quote(long)}, short: ${quote(short)}, factor: ${factor} },`,
    ),
    '  ],',
    '},',
    ...optional('for', draft.for),
    `onMissing: ${quote(draft.onMissing)},`,
    `severity: ${quote(draft.severity)},`,
    `protects: [${quote(draft.outcome)}],`,
  ])
}

function ownerLine(draft: { owner?: string; ownerHint?: string }, given: Given): string {
  const owner = draft.owner ?? given.owner
  if (owner) return `owner: ${quote(owner)},`
  return comment(
    `owner: ${draft.ownerHint ?? "who answers for it, such as 'team:payments'"}`,
  ).trimEnd()
}

function built(
  builder: string,
  { name, comments }: { readonly name: string; readonly comments: readonly string[] },
  lines: readonly string[],
): string {
  const body = lines.map((line) => `  ${line}\n`).join('')
  return `${comments.map(comment).join('')}${builder}(${quote(name)}, {\n${body}})\n`
}
