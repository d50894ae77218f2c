/** What a process says, in a file that does not grow for ever: the former half is kept beside it as `.1`. */
import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs'

const LARGEST_BYTES = 1_000_000

export function openLogFile(file: string): { write(text: string | Buffer): void } {
  let size = existsSync(file) ? statSync(file).size : 0
  return {
    write(text) {
      try {
        if (size > LARGEST_BYTES) {
          renameSync(file, `${file}.1`)
          size = 0
        }
        appendFileSync(file, text)
        size += Buffer.byteLength(text)
      } catch {
        // A full disk must not take the shop down with it.
      }
    },
  }
}
