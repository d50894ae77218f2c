/** What every import does around its own reading: place the files, count what they lack, and say it. */
import { join, relative } from 'node:path'
import type { Terminal } from '../terminal.ts'
import type { Draft } from './draft.ts'
import { lackingIn, placeFile } from './place.ts'
import { type FileReport, sayImport } from './report.ts'
import type { Source } from './sources.ts'

interface Read extends Pick<FileReport, 'alerts' | 'leftOut' | 'problems' | 'objectives'> {
  readonly drafts: readonly Draft[]
  readonly text: string
  readonly opaque?: FileReport['opaque']
}

export function runImport(
  terminal: Terminal,
  sources: readonly Source[],
  { folder, dryRun }: { readonly folder: string; readonly dryRun: boolean },
  read: (source: Source) => Read,
): void {
  const reports = sources.map((source): FileReport => {
    const { drafts, text, opaque = [], ...rest } = read(source)
    const alarms = drafts
      .filter(({ kind }) => kind === 'alarm' || kind === 'burn')
      .map(({ name }) => name)
    const base = {
      file: source.file,
      imported: alarms.length,
      signals: drafts.filter(({ kind }) => kind === 'signal').length,
      outcomes: drafts.filter(({ kind }) => kind === 'outcome').length,
      opaque,
      ...rest,
    }
    if (drafts.length === 0)
      return {
        ...base,
        out: undefined,
        placed: 'nothing',
        lackingOwner: 0,
        lackingProcedure: 0,
        missing: [],
      }
    const out = relative('.', join(folder, source.target))
    const { placed, text: there } = placeFile(out, text, dryRun)
    const lacking = lackingIn(there, alarms)
    return {
      ...base,
      out,
      placed,
      lackingOwner: lacking.owner,
      lackingProcedure: lacking.procedure,
      missing: placed === 'kept' ? lacking.missing : [],
      ...(placed === 'shown' ? { text } : {}),
    }
  })
  sayImport(terminal, reports)
}
