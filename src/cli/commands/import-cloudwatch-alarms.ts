import type { Action } from '../command.ts'
import { importCloudWatch } from '../import/cloudwatch/index.ts'
import { givenBy } from '../import/given.ts'
import { Names } from '../import/names.ts'
import { runImport } from '../import/run-import.ts'
import { readSources } from '../import/sources.ts'

/** Needs no server and no account: it reads what `aws cloudwatch describe-alarms` has said. */
const importCloudWatchAlarms: Action = async ({ terminal }, options, ...paths) => {
  const placing = givenBy(options)
  const names = new Names()
  const sources = readSources(paths, ['.json', '.yml', '.yaml', '.template'])
  runImport(terminal, sources, placing, (source) => importCloudWatch(source, names, placing.given))
}
export default importCloudWatchAlarms
