/** Puts written files into a folder, and keeps those that a person has changed. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isAsWritten } from './write.ts'

export type Placed = 'written' | 'updated' | 'unchanged' | 'kept' | 'shown'

/** What is to be done with a file of which there may be one already. */
export function decidePlacing(
  existing: string | undefined,
  fresh: string,
): Exclude<Placed, 'shown'> {
  if (existing === undefined) return 'written'
  if (existing === fresh) return 'unchanged'
  return isAsWritten(existing) ? 'updated' : 'kept'
}

/** Writes the file unless it was changed by a person; returns what became of it and what stands there now. */
export function placeFile(
  file: string,
  fresh: string,
  dryRun: boolean,
): { placed: Placed; text: string } {
  const existing = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const placed = decidePlacing(existing, fresh)
  if (placed === 'kept') return { placed, text: existing! }
  if (dryRun) return { placed: 'shown', text: fresh }
  if (placed !== 'unchanged') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, fresh)
  }
  return { placed, text: fresh }
}

/** Alarms of a kept file that still wait for what an import cannot know, and those that it does not have. */
export function lackingIn(text: string, names: readonly string[]) {
  const count = (field: string) => text.match(new RegExp(`^\\s*// ${field}: `, 'gm'))?.length ?? 0
  return {
    owner: count('owner'),
    procedure: count('procedure'),
    missing: names.filter((name) => !text.includes(`alarm('${name}',`)),
  }
}
