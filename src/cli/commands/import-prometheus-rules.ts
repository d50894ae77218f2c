import type { Action } from '../command.ts'
import { givenBy } from '../import/given.ts'
import { Names } from '../import/names.ts'
import { importRules, recordedIn } from '../import/prometheus-file.ts'
import { runImport } from '../import/run-import.ts'
import { readSources } from '../import/sources.ts'

/** Needs no server: rule files become files of the model, which `validate` then holds to its rules. */
const importPrometheusRules: Action = async ({ terminal }, options, ...paths) => {
  const placing = givenBy(options)
  const sources = readSources(paths, ['.yml', '.yaml'])
  const recorded = recordedIn(sources)
  const names = { alarms: new Names(), signals: new Names() }
  runImport(terminal, sources, placing, (source) =>
    importRules(source, names, recorded, placing.given),
  )
}
export default importPrometheusRules
