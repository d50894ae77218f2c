import type { Action } from '../command.ts'
import { givenBy } from '../import/given.ts'
import { Names } from '../import/names.ts'
import { importOpenSlo, sharedIn } from '../import/openslo/index.ts'
import { runImport } from '../import/run-import.ts'
import { readSources } from '../import/sources.ts'

/** Needs no server: SLOs become outcomes of the model, which `validate` then holds to its rules. */
const importObjectives: Action = async ({ terminal }, options, ...paths) => {
  const placing = givenBy(options)
  const sources = readSources(paths, ['.yml', '.yaml'])
  const shared = sharedIn(sources.map(({ text }) => text))
  const names = { outcomes: new Names(), signals: new Names(), alarms: new Names() }
  // What an outcome measures is seen by people: a machine's layer would not say whether they are served.
  const layer = placing.given.layer === 'business' ? 'business' : 'customer'
  runImport(terminal, sources, placing, (source) =>
    importOpenSlo(source, names, shared, { ...placing.given, layer }),
  )
}
export default importObjectives
