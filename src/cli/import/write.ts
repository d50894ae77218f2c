/** Drafts as TypeScript that a person goes on writing: owner and procedure stand first, left to fill in. */
import { contentHash } from '#base'
import type { AlarmDraft, Draft, Given, SignalDraft } from './draft.ts'

/** The text of a file. `command` and `source` say where it comes from. */
export function writeDrafts(
  drafts: readonly Draft[],
  given: Given,
  { command, source }: { readonly command: string; readonly source: string },
): string {
  const hasAlarms = drafts.some(({ kind }) => kind === 'alarm')
  const blocks = drafts.map((draft) =>
    draft.kind === 'alarm' ? alarm(draft, given) : `${signal(draft, given, '')}\n`,
  )
  const body = `import { ${hasAlarms ? 'alarm, ' : ''}signal } from 'opsplane'\n\n${blocks.join('\n')}`
  return `${[
    `Written by opsplane ${command} from ${source}.`,
    'Change what you like: a file that was changed is never written again.',
    `${MARK}${hashOf(body)}`,
  ]
    .map(comment)
    .join('')}${body}`
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

function optional(field: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${field}: ${quote(value)},`]
}

function record(field: string, texts: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(texts)
  if (entries.length === 0) return []
  return [`${field}: {`, ...entries.map(([name, text]) => `  ${key(name)}: ${quote(text)},`), '},']
}

function key(name: string): string {
  // `__proto__: x` would set the prototype; in brackets it is a name like any other.
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_]\w*$/.test(name) ? name : quote(name)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be escaped.
const ESCAPED = /[\\'\u0000-\u001f\u007f\u2028\u2029]/g

/** A literal of TypeScript with single quotes. */
function quote(text: string): string {
  const body = text.replace(ESCAPED, (char) => {
    if (char === '\\' || char === "'") return `\\${char}`
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `'${body}'`
}

/** One line, whatever the text holds. */
function comment(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would end the comment.
  return `// ${text.replace(/[\u0000-\u001f\u2028\u2029\s]+/g, ' ').trim()}\n`
}
