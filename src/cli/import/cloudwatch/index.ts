/** One file with alarms of CloudWatch as one file of the model. Pure. */
import { basename } from 'node:path'
import type { AlarmDraft, Given } from '../draft.ts'
import type { Names } from '../names.ts'
import type { Remark } from '../report.ts'
import type { Source } from '../sources.ts'
import { writeDrafts } from '../write.ts'
import { NotImported } from './alarm.ts'
import { draftCloudWatch } from './draft-alarm.ts'
import { readCloudWatch } from './read-file.ts'

export interface ImportedAlarms {
  readonly drafts: readonly AlarmDraft[]
  readonly text: string
  readonly alerts: number
  readonly leftOut: readonly {
    readonly alert: string
    readonly line: number
    readonly reason: string
  }[]
  readonly problems: readonly Remark[]
}

export function importCloudWatch(
  { file, text }: Pick<Source, 'file' | 'text'>,
  names: Names,
  given: Given,
): ImportedAlarms {
  const { found, problems } = readCloudWatch(text)
  const drafts: AlarmDraft[] = []
  const leftOut: ImportedAlarms['leftOut'][number][] = []
  for (const { name, line, alarm, reason } of found)
    try {
      if (!alarm) throw new NotImported(reason)
      drafts.push(draftCloudWatch(alarm, name, names))
    } catch (error) {
      if (!(error instanceof NotImported)) throw error
      leftOut.push({ alert: name, line, reason: error.message })
    }
  const source = { command: 'import cloudwatch-alarms', source: basename(file) }
  return {
    drafts,
    text: drafts.length > 0 ? writeDrafts(drafts, given, source) : '',
    alerts: found.length,
    leftOut,
    problems,
  }
}
