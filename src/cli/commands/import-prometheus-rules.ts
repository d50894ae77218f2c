import { join, relative } from 'node:path'
import type { Action } from '../command.ts'
import { givenBy } from '../import/given.ts'
import { Names } from '../import/names.ts'
import { lackingIn, placeFile } from '../import/place.ts'
import { importRules, recordedIn } from '../import/prometheus-file.ts'
import { type FileReport, sayImport } from '../import/report.ts'
import { readSources } from '../import/sources.ts'

/** Needs no server: rule files become files of the model, which `validate` then holds to its rules. */
const importPrometheusRules: Action = async ({ terminal }, options, ...paths) => {
  const { given, folder, dryRun } = givenBy(options)
  const sources = readSources(paths, ['.yml', '.yaml'])
  const recorded = recordedIn(sources)
  const names = { alarms: new Names(), signals: new Names() }
  const reports = sources.map((source): FileReport => {
    const { drafts, text, ...rest } = importRules(source, names, recorded, given)
    const alarms = drafts.filter(({ kind }) => kind === 'alarm').map(({ name }) => name)
    const base = {
      file: source.file,
      imported: alarms.length,
      signals: drafts.length - alarms.length,
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
      ...(dryRun && placed === 'shown' ? { text } : {}),
    }
  })
  sayImport(terminal, reports)
}
export default importPrometheusRules
