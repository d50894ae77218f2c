/** Where we are in every log: a small file that is whole at any moment, and true only after the server answered. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeWhole } from '../write-whole.ts'
import type { TailState } from './file-tail.ts'

export interface Marks {
  readonly files: TailState
  readonly journal?: string | undefined
}

/** The marks of an earlier run; undefined when there was none. */
export function readMarks(file: string): Marks | undefined {
  if (!existsSync(file)) return undefined
  return JSON.parse(readFileSync(file, 'utf8')) as Marks
}

export function writeMarks(file: string, marks: Marks): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeWhole(file, `${JSON.stringify(marks)}\n`)
}
