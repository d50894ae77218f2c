import { stringify } from 'yaml'
import { generatedDashboards, manifestSchema, modelOf } from '#model'
import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { writeDashboard } from '../export/dashboard.ts'
import { exportOpenSlo } from '../export/openslo.ts'
import type { Terminal } from '../terminal.ts'
import { validModel } from './valid-model.ts'

const exportModel: Action = async ({ terminal }, options, path = '.') => {
  if (options.openslo) {
    await openSlo(terminal, path)
    return
  }
  if (typeof options.dashboard === 'string') {
    await asCode(terminal, path, options.dashboard)
    return
  }
  terminal.line(
    JSON.stringify(options.schema ? manifestSchema() : await validModel(terminal, path), null, 2),
  )
}

async function openSlo(terminal: Terminal, path: string): Promise<void> {
  const { documents, leftOut } = exportOpenSlo(await validModel(terminal, path))
  if (terminal.json) terminal.data({ documents, leftOut })
  else {
    terminal.line(
      documents
        .map((one) => stringify(one, { lineWidth: 0 }))
        .join('---\n')
        .trimEnd(),
    )
    // Beside the answer, so that a file holds nothing but OpenSLO.
    for (const { subject, reason } of leftOut) terminal.note(`left out  ${subject}: ${reason}`)
  }
  if (leftOut.length > 0) throw new AnswerIsNo()
}
async function asCode(terminal: Terminal, path: string, name: string): Promise<void> {
  const generated = generatedDashboards(modelOf(await validModel(terminal, path)))
  const spec = Object.entries(generated).find(([one]) => one === name)?.[1]
  if (!spec)
    throw new CliError({
      code: 'cli.no-such-dashboard',
      kind: 'bad-input',
      message: `No generated dashboard is called ${name}.`,
      hint: `They are ${Object.keys(generated).join(', ')}.`,
    })
  terminal.line(writeDashboard(name, spec).trimEnd())
}
export default exportModel
