/**
 * Follows log files by their names through rotation. Nothing is counted as read before the server has taken it:
 * `take` hands lines out, `commit` moves the offsets, and in between the same lines are handed out again.
 */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, parse } from 'node:path'
import { type FileMark, FollowedFile } from './followed-file.ts'

/** Where we are in all files, for the next run. */
export interface TailState {
  readonly files: readonly FileMark[]
  /** Inodes of rotated files that are done with, or were rotated before us. */
  readonly left: readonly string[]
}

export interface TakenLines {
  readonly files: readonly { readonly path: string; readonly lines: readonly string[] }[]
  /** The server has them: go on behind them. */
  commit(): void
}

/** One request holds so much, in characters. */
const MOST_TAKEN = 1_000_000
/** A file that was rotated away is left when nothing came for so long: its writer has moved on by then. */
const LEAVE_AFTER_MS = 10_000

interface Open {
  readonly file: FollowedFile
  /** No pattern names it any more; it is read to its end. */
  rotated: boolean
  grewMs: number
}

export class FileTail {
  readonly #patterns: readonly string[]
  readonly #open = new Map<string, Open>()
  /** Marks of an earlier run whose files were not found yet. */
  #marks: readonly FileMark[]
  #left: Set<string>
  /** Files that are there at the very first look began before us. */
  #isFirst: boolean
  /** Files that are gone with lines that nobody had read, by their names. */
  readonly lost: string[] = []

  /** Goes on from where an earlier run was; undefined when there was none. */
  constructor(patterns: readonly string[], state: TailState | undefined) {
    this.#patterns = patterns
    this.#marks = state?.files ?? []
    this.#left = new Set(state?.left)
    this.#isFirst = state === undefined
  }

  get state(): TailState {
    return { files: [...this.#open.values()].map(({ file }) => file.mark), left: [...this.#left] }
  }

  /** Looks which files there are now. */
  discover(nowMs: number): void {
    const named = new Set<string>()
    for (const path of this.#patterns.flatMap(expand)) {
      const inode = inodeOf(path)
      if (inode === undefined) continue
      named.add(inode)
      const known = this.#open.get(inode)
      if (known) {
        known.file.path = path
        known.rotated = false
        known.file.noticeTruncation()
      } else this.#follow(path, nowMs, false)
    }
    for (const [inode, open] of this.#open) open.rotated = !named.has(inode)
    this.#findRotated(nowMs, named)
    this.#findMarked(nowMs)
    this.#isFirst = false
  }

  /** The next lines of all files; undefined when there are none. */
  take(nowMs: number): TakenLines | undefined {
    const taken: { open: Open; offset: number; lines: string[] }[] = []
    let size = 0
    for (const [inode, open] of this.#open) {
      if (size > MOST_TAKEN) break
      const { file, rotated } = open
      const isOver = rotated && nowMs - open.grewMs > LEAVE_AFTER_MS
      const { lines, offset } = file.read(isOver)
      if (offset > file.mark.offset) {
        open.grewMs = nowMs
        taken.push({ open, offset, lines })
        size += lines.reduce((sum, line) => sum + line.length, 0)
      } else if (isOver) {
        file.close()
        this.#open.delete(inode)
        this.#left.add(inode)
      }
    }
    if (taken.length === 0) return undefined
    return {
      files: taken
        .filter(({ lines }) => lines.length > 0)
        .map(({ open, lines }) => ({ path: open.file.path, lines })),
      commit: () => {
        for (const { open, offset } of taken) open.file.goTo(offset)
      },
    }
  }

  close(): void {
    for (const { file } of this.#open.values()) file.close()
    this.#open.clear()
  }

  #follow(path: string, nowMs: number, rotated: boolean): void {
    let file: FollowedFile
    try {
      file = new FollowedFile(path, 0)
    } catch {
      // It is gone again, or not for us to read.
      return
    }
    const mark = this.#marks.find((one) => file.isOf(one))
    if (mark) this.#marks = this.#marks.filter((one) => one !== mark)
    file.goTo(mark?.offset ?? (this.#isFirst ? statSync(path).size : 0))
    this.#open.set(file.inode, { file, rotated, grewMs: nowMs })
  }

  /** A file may come and be rotated away between two looks: then it was never seen under its name. */
  #findRotated(nowMs: number, named: ReadonlySet<string>): void {
    const paths = new Set([
      ...this.#patterns.flatMap((pattern) => [pattern, ...expand(pattern)]),
      ...this.#marks.map(({ path }) => path),
    ])
    const present = new Set<string>()
    for (const path of [...paths].flatMap(rotatedOf)) {
      const inode = inodeOf(path)
      if (inode === undefined || named.has(inode)) continue
      present.add(inode)
      if (this.#isFirst) this.#left.add(inode)
      else if (!this.#open.has(inode) && !this.#left.has(inode)) this.#follow(path, nowMs, true)
    }
    // An inode that is free again may become that of a new file.
    this.#left = new Set([...this.#left].filter((inode) => present.has(inode)))
  }

  /** A file that was renamed to something else while nobody looked still lies beside its old name. */
  #findMarked(nowMs: number): void {
    for (const mark of this.#marks) {
      const folder = dirname(mark.path)
      const found = listFolder(folder)
        .map((name) => join(folder, name))
        .find((path) => inodeOf(path) === mark.inode)
      if (found !== undefined && !this.#open.has(mark.inode)) this.#follow(found, nowMs, true)
    }
    this.lost.push(...this.#marks.map(({ path }) => path))
    this.#marks = []
  }
}

/** Files that a pattern names; a `*` may stand in the last part of it. */
function expand(pattern: string): string[] {
  const name = basename(pattern)
  if (!name.includes('*')) return [pattern]
  const shape = name
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  const folder = dirname(pattern)
  return listFolder(folder)
    .filter((one) => new RegExp(`^${shape}$`).test(one))
    .map((one) => join(folder, one))
}

/** Files that look like the rotated ones of a log: `app.log.1`, `app.log-20260105`, `app-20260105.log`. */
function rotatedOf(path: string): string[] {
  const { dir, base, name, ext } = parse(path)
  return listFolder(dir)
    .filter((one) => {
      if (one.startsWith(base)) return ROTATED.test(one.slice(base.length))
      return (
        ext !== '' &&
        one.startsWith(name) &&
        one.endsWith(ext) &&
        ROTATED.test(one.slice(name.length, -ext.length))
      )
    })
    .map((one) => join(dir, one))
}

const ROTATED = /^[.\-_]\d[\d.\-_:T]*$/

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function inodeOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat?.isFile() ? `${stat.dev}:${stat.ino}` : undefined
}
