/** Writes a file so that after a crash it is the old one or the new one, never a part. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'

export function writeWhole(file: string, text: string | Uint8Array): void {
  const part = `${file}.part`
  const handle = openSync(part, 'w', 0o600)
  try {
    writeSync(handle, typeof text === 'string' ? Buffer.from(text) : text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(part, file)
}
