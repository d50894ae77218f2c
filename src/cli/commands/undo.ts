import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { printChanges } from './print-changes.ts'

const undo: Action = async ({ terminal, connection, workload }, options, change) => {
  const { call } = connection()
  const target = change ? parse(change) : { workload: await workload() }
  const { data } = await call('model.undo', {
    body: { ...target, dryRun: options.dryRun === true },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  printChanges(terminal, data.changes, data.size)
  if (options.dryRun) terminal.note('Nothing was changed.')
  else
    terminal.line(terminal.status('ok', `revision ${data.revision} is in force: the former model`))
}

function parse(change: string): { workload: string; revision: number } {
  const [, workload, revision] = /^([a-z0-9-]+)@(\d+)$/.exec(change) ?? []
  if (!workload)
    throw new CliError({
      code: 'cli.not-a-change',
      kind: 'bad-input',
      message: `"${change}" is not a change.`,
      hint: 'Name it as workload@revision, such as storefront@12; opsplane change list shows them.',
    })
  return { workload, revision: Number(revision) }
}
export default undo
