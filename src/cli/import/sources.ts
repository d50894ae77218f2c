/** The files that an import was pointed at: files as they are, folders with all that is below them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CliError } from '../cli-error.ts'
import { kebab, Names } from './names.ts'

export interface Source {
  readonly file: string
  readonly text: string
  /** Name of the written file, without its folder. */
  readonly target: string
}

/** Ordered by name. Below a folder only files with one of the endings are taken. */
export function readSources(paths: readonly string[], endings: readonly string[]): Source[] {
  const files = [...new Set(paths.flatMap((path) => filesAt(path, endings)))].sort()
  const names = new Names()
  return files.map((file) => ({
    file,
    text: readFileSync(file, 'utf8'),
    target: `${names.take(kebab(basename(file).replace(/\.[^.]+$/, '')), basename(dirname(file)))}.ts`,
  }))
}

function filesAt(path: string, endings: readonly string[]): string[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat)
    throw new CliError({
      code: 'cli.no-such-file',
      kind: 'bad-input',
      message: `There is no file or folder ${path}.`,
      hint: 'Name files, or a folder that holds them.',
    })
  if (!stat.isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](?:node_modules|\.git)[\\/]/.test(file))
}
