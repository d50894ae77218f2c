import { generatedDashboards, manifestSchema, modelOf } from '#model'
import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { writeDashboard } from '../write-dashboard.ts'
import { validModel } from './valid-model.ts'

const exportModel: Action = async ({ terminal }, options, path = '.') => {
  if (typeof options.dashboard === 'string') {
    const generated = generatedDashboards(modelOf(await validModel(terminal, path)))
    const spec = Object.entries(generated).find(([name]) => name === options.dashboard)?.[1]
    if (!spec)
      throw new CliError({
        code: 'cli.no-such-dashboard',
        kind: 'bad-input',
        message: `No generated dashboard is called ${options.dashboard}.`,
        hint: `They are ${Object.keys(generated).join(', ')}.`,
      })
    terminal.line(writeDashboard(options.dashboard, spec).trimEnd())
    return
  }
  terminal.line(
    JSON.stringify(options.schema ? manifestSchema() : await validModel(terminal, path), null, 2),
  )
}
export default exportModel
