/**
 * Follows log files by their names through rotation. Nothing is counted as read before the server has taken it:
 * `take` hands lines out, `commit` moves the offsets, and in between the same lines are handed out again.
 */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type FileMark, FollowedFile } from './followed-file.ts'

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
  /** Files that are there at the very first look began before us. */
  #isFirst: boolean
  /** Files that are gone with lines that nobody had read, by their names. */
  readonly lost: string[] = []

  /** Goes on from the marks of an earlier run; undefined when there was none. */
  constructor(patterns: readonly string[], marks: readonly FileMark[] | undefined) {
    this.#patterns = patterns
    this.#marks = marks ?? []
    this.#isFirst = marks === undefined
  }

  get marks(): FileMark[] {
    return [...this.#open.values()].map(({ file }) => file.mark)
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
    this.#findRotated(nowMs)
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

  /** A file that was renamed while nobody looked still lies beside its old name. */
  #findRotated(nowMs: number): void {
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
