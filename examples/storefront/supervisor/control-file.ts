/** `control.json`: where the running supervisor is found. Written whole or not at all. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessState } from './control.ts'

export interface ControlFile {
  /** Of the supervisor. */
  readonly pid: number
  readonly controlUrl: string
  readonly smtpPort: number
  readonly processes: Readonly<Record<string, ProcessState>>
}

const fileIn = (dir: string) => join(dir, 'control.json')

export function writeControlFile(dir: string, control: ControlFile): void {
  writeFileSync(`${fileIn(dir)}.new`, `${JSON.stringify(control, null, 2)}\n`)
  renameSync(`${fileIn(dir)}.new`, fileIn(dir))
}

export function removeControlFile(dir: string): void {
  rmSync(fileIn(dir), { force: true })
}

/** What the supervisor of this folder wrote; undefined when none lives. */
export function readControlFile(dir: string): ControlFile | undefined {
  if (!existsSync(fileIn(dir))) return undefined
  try {
    const control = JSON.parse(readFileSync(fileIn(dir), 'utf8')) as ControlFile
    return isAlive(control.pid) ? control : undefined
  } catch {
    return undefined
  }
}

/** Holds the folder for this process. Tells the process id of another that holds it. */
export function holdFolder(dir: string): number | undefined {
  const file = join(dir, 'supervisor.pid')
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' })
    return undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = Number(readFileSync(file, 'utf8'))
  if (holder && isAlive(holder) && isSupervisor(holder)) return holder
  // It was killed; its number may belong to somebody else by now.
  rmSync(file, { force: true })
  return holdFolder(dir)
}

export function releaseFolder(dir: string): void {
  rmSync(join(dir, 'supervisor.pid'), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isSupervisor(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('up')
  } catch {
    return true
  }
}
