/**
 * One log file that is followed from an offset. It is known by inode and by its first bytes, so that it is the
 * same under another name, and another one when its inode was used again or it was emptied and written anew.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Where we are in a file: what is written down after the server has taken it. */
export interface FileMark {
  readonly path: string
  readonly inode: string
  /** How many first bytes were hashed, and their SHA-256. */
  readonly headBytes: number
  readonly headHash: string
  readonly offset: number
}

export interface ReadLines {
  readonly lines: string[]
  /** Where the next read begins. */
  readonly offset: number
}

const HEAD_BYTES = 256
/** Longer lines are cut into pieces of this many bytes. */
const CHUNK_BYTES = 256 * 1_024
const NEWLINE = 10

export class FollowedFile {
  path: string
  readonly inode: string
  #handle: number
  #headBytes = 0
  #headHash = ''
  #offset: number

  /** Opens it at an offset; beyond its end counts as its end. */
  constructor(path: string, offset: number) {
    this.path = path
    this.#handle = openSync(path, 'r')
    const { dev, ino, size } = fstatSync(this.#handle, { bigint: true })
    this.inode = `${dev}:${ino}`
    this.#offset = Math.min(offset, Number(size))
    this.#learnHead()
  }

  get mark(): FileMark {
    const { path, inode } = this
    return {
      path,
      inode,
      headBytes: this.#headBytes,
      headHash: this.#headHash,
      offset: this.#offset,
    }
  }

  /** Whether this is the file that a mark was made in. */
  isOf({ inode, headBytes, headHash, offset }: FileMark): boolean {
    return this.inode === inode && this.#size() >= offset && this.#hashOf(headBytes) === headHash
  }

  goTo(offset: number): void {
    this.#offset = offset
    if (this.#headBytes < HEAD_BYTES) this.#learnHead()
  }

  /** Begins anew when it was emptied since, even when it has grown beyond the offset again. */
  noticeTruncation(): boolean {
    if (this.#size() >= this.#offset && this.#hashOf(this.#headBytes) === this.#headHash)
      return false
    this.#offset = 0
    this.#learnHead()
    return true
  }

  /** The next whole lines; the last one may lack its end when nothing will be added any more. */
  read(isFinal: boolean): ReadLines {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    const length = readSync(this.#handle, buffer, 0, CHUNK_BYTES, this.#offset)
    const chunk = buffer.subarray(0, length)
    const last = chunk.lastIndexOf(NEWLINE)
    const isLong = last < 0 && length === CHUNK_BYTES
    const end = isLong || (isFinal && length < CHUNK_BYTES) ? length : last + 1
    const lines = chunk
      .subarray(0, end)
      .toString('utf8')
      .split('\n')
      .map((line) => line.replace(/\r$/, ''))
      .filter((line) => line !== '')
    return { lines, offset: this.#offset + end }
  }

  close(): void {
    closeSync(this.#handle)
  }

  #size(): number {
    return fstatSync(this.#handle).size
  }

  #learnHead(): void {
    this.#headBytes = Math.min(HEAD_BYTES, this.#size())
    this.#headHash = this.#hashOf(this.#headBytes)
  }

  #hashOf(bytes: number): string {
    const head = Buffer.alloc(bytes)
    const length = readSync(this.#handle, head, 0, bytes, 0)
    return createHash('sha256').update(head.subarray(0, length)).digest('hex')
  }
}
