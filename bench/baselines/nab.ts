/** The folder of the Numenta Anomaly Benchmark: its streams, windows, profiles, and what others have scored. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Profile, Window } from './nab-score.ts'
import { readStreams, type Stream } from './series.ts'

export interface NabFolder {
  readonly streams: readonly (Stream & { readonly windows: readonly Window[] })[]
  readonly profiles: Readonly<Record<string, Profile>>
  /** Scores by row of other detectors, by name and stream; what is there of them. */
  readonly references: ReadonlyMap<string, ReadonlyMap<string, Float64Array>>
  /** Their published scores on these files, by name and profile. */
  readonly expected: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export const isNabFolder = (folder: string): boolean =>
  existsSync(join(folder, 'labels/windows.json'))

export function readNab(folder: string): NabFolder {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const labels = json('labels/windows.json') as Record<string, readonly (readonly string[])[]>
  const expectedFile = readdirSync(folder).find((name) => name.startsWith('expected'))
  return {
    streams: readStreams(join(folder, 'data'))
      .filter(({ name }) => name in labels)
      .map((stream) => ({
        ...stream,
        windows: labels[stream.name]!.map((one) => rowsOf(stream, one)),
      })),
    profiles: json('profiles.json'),
    references: referencesIn(join(folder, 'reference-scores')),
    expected: expectedFile ? json(expectedFile) : {},
  }
}

function rowsOf({ stamps }: Stream, [from, to]: readonly string[]): Window {
  const row = (stamp: string) => stamps.indexOf(stamp.replace(/\.0+$/, ''))
  return [row(from!), row(to!)]
}

function referencesIn(folder: string): Map<string, Map<string, Float64Array>> {
  const found = new Map<string, Map<string, Float64Array>>()
  if (!existsSync(folder)) return found
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const [, detector, name] = /^([^/]+)\/(.+)\.txt\.gz$/.exec(entry) ?? []
    if (!detector || !name) continue
    const text = gunzipSync(readFileSync(join(folder, entry))).toString()
    const scores = found.get(detector) ?? new Map<string, Float64Array>()
    found.set(
      detector,
      scores.set(`${name}.csv`, Float64Array.from(text.trim().split('\n'), Number)),
    )
  }
  return found
}
