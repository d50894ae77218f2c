/** A plan as people read it: a sign, what it is about, what changes. */
import type { Change, ChangeSize } from '#model'
import type { Terminal } from '../terminal.ts'

const SIGN = { create: '+', update: '~', delete: '-' } as const
const SHOWN = 4

export function printChanges(
  terminal: Terminal,
  changes: readonly Change[],
  size: ChangeSize,
): void {
  for (const change of changes) {
    const ref = change.ref.replace(':', '/')
    const paths = change.action === 'update' ? change.paths : []
    terminal.line(`  ${SIGN[change.action]} ${terminal.bold(ref)}`)
    for (const { path, before, after } of paths.slice(0, SHOWN))
      terminal.line(terminal.dim(`      ${path}: ${short(before)} -> ${short(after)}`))
    if (paths.length > SHOWN) terminal.line(terminal.dim(`      and ${paths.length - SHOWN} more`))
  }
  const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
  terminal.line(
    `\n${many(size.resources, 'change')}, ${many(size.values, 'value')}. Reversible: opsplane undo`,
  )
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
