/** Says on standard error what an answer leaves out. */
import type { Terminal } from '../terminal.ts'

export function printExtent(
  terminal: Terminal,
  { partial, why }: { readonly partial: boolean; readonly why: readonly string[] },
): void {
  if (partial) for (const reason of why) terminal.note(`Not all of it: ${reason}.`)
}
