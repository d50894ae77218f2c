/** Files of labelled streams, as the two collections write them: one value per row, in order of time. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface Stream {
  /** Path below the folder of the data. */
  readonly name: string
  readonly timesMs: Float64Array
  readonly values: Float64Array
  /** The text of each time, as labels name it. */
  readonly stamps: readonly string[]
  /** Rows that are labelled as anomalous in the file itself; none when labels stand elsewhere. */
  readonly labelled: Uint8Array
}

export function readStreams(folder: string): Stream[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.csv'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readStream(relative(folder, file), readFileSync(file, 'utf8')))
}

function readStream(name: string, text: string): Stream {
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.replaceAll('"', '').split(','))
    .filter(([stamp, value]) => stamp && value?.trim())
  return {
    name,
    stamps: rows.map(([stamp]) => stamp!),
    timesMs: Float64Array.from(rows, ([stamp]) =>
      Date.parse(`${stamp!.trim().replace(' ', 'T').replace(/Z$/, '')}Z`),
    ),
    values: Float64Array.from(rows, ([, value]) => Number(value)),
    labelled: Uint8Array.from(rows, ([, , label]) => Number(label?.trim() ?? 0)),
  }
}
