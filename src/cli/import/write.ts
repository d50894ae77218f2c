/** Drafts as TypeScript that a person goes on writing: owner and procedure stand first, left to fill in. */
import { contentHash } from '#base'
import type { AlarmDraft, Draft, Given, SignalDraft } from './draft.ts'
import { comment, optional, quote, record } from './literals.ts'
import { writeBurn, writeOutcome } from './write-outcome.ts'

/** The text of a file. `command` and `source` say where it comes from. */
export function writeDrafts(
  drafts: readonly Draft[],
  given: Given,
  { command, source }: { readonly command: string; readonly source: string },
): string {
  const has = (...kinds: readonly Draft['kind'][]) =>
    drafts.some(({ kind }) => kinds.includes(kind))
  const builders = [has('alarm', 'burn') && 'alarm', has('outcome') && 'outcome', 'signal']
  const blocks = drafts.map((draft) => block(draft, given))
  const body = `import { ${builders.filter(Boolean).join(', ')} } from 'opsplane'\n\n${blocks.join('\n')}`
  return `${[
    `Written by opsplane ${command} from ${source}.`,
    'Change what you like: a file that was changed is never written again.',
    `${MARK}${hashOf(body)}`,
  ]
    .map(comment)
    .join('')}${body}`
}

function block(draft: Draft, given: Given): string {
  switch (draft.kind) {
    case 'alarm':
      return alarm(draft, given)
    case 'signal':
      return `${signal(draft, given, '')}\n`
    case 'outcome':
      return writeOutcome(draft, given)
    case 'burn':
      return writeBurn(draft, given)
  }
}

const MARK = 'Contents as written: '

/** Whether the text is exactly what an import has written. */
export function isAsWritten(text: string): boolean {
  const found = new RegExp(`^// ${MARK}([0-9a-f]+)\\n`, 'm').exec(text)
  return found !== null && hashOf(text.slice(found.index + found[0].length)) === found[1]
}

function hashOf(body: string): string {
  return contentHash(body).slice(0, 16)
}

function alarm(draft: AlarmDraft, given: Given): string {
  const { name, title, query, labels, annotations } = draft
  const lines = [
    `title: ${quote(title)},`,
    given.owner
      ? `owner: ${quote(given.owner)},`
      : comment(
          `owner: ${draft.ownerHint ?? "who answers for it, such as 'team:payments'"}`,
        ).trimEnd(),
    given.procedure
      ? `procedure: ${quote(given.procedure)},`
      : comment(
          `procedure: ${draft.procedureHint ?? "what to do when it is raised, such as 'restart-it'"}`,
        ).trimEnd(),
    ...indentedSignal(
      { kind: 'signal', name: draft.signal ?? name, title, query, comments: [] },
      given,
    ),
    `when: ${quote(draft.when)},`,
    ...optional('for', draft.for),
    ...optional('keepFiringFor', draft.keepFiringFor),
    ...optional('interval', draft.interval),
    `onMissing: ${quote(draft.onMissing)},`,
    `missingAfter: ${quote(draft.missingAfter)},`,
    `severity: ${quote(draft.severity)},`,
    ...(draft.limit ? [`limit: ${draft.limit},`] : []),
    ...record('labels', labels),
    ...record('annotations', annotations),
  ]
  return `${draft.comments.map(comment).join('')}alarm(${quote(name)}, {\n${lines.map((line) => `  ${line}\n`).join('')}})\n`
}

function indentedSignal(draft: SignalDraft, given: Given): string[] {
  const [first, ...rest] = signal(draft, given, '').split('\n')
  return [`signal: ${first}`, ...rest].map((line, at, all) =>
    at === all.length - 1 ? `${line},` : line,
  )
}

function signal(
  { name, title, query, unit, comments }: SignalDraft,
  given: Given,
  margin: string,
): string {
  const lines = [
    `title: ${quote(title)},`,
    `layer: ${quote(given.layer)},`,
    `query: ${quote(query)},`,
    ...optional('unit', unit),
  ]
  return `${comments.map(comment).join('')}${margin}signal(${quote(name)}, {\n${lines.map((line) => `  ${line}\n`).join('')}})`
}
