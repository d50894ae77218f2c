import { writeFileSync } from 'node:fs'
import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { printChanges } from './print-changes.ts'
import { type SavedPlan, validModel } from './valid-model.ts'

const plan: Action = async ({ terminal, connection }, options, path = '.') => {
  const manifest = await validModel(terminal, path)
  const { data } = await connection().call('model.plan', { body: { manifest } })
  if (typeof options.out === 'string') {
    const saved: SavedPlan = { manifest, revision: data.revision }
    writeFileSync(options.out, `${JSON.stringify(saved)}\n`)
  }
  if (terminal.json) terminal.data(data)
  else if (data.changes.length === 0) terminal.line(`${manifest.workload}: nothing would change`)
  else {
    const commit = manifest.commit ? ` (code ${manifest.commit})` : ''
    terminal.line(
      `${terminal.bold(manifest.workload)}, against revision ${data.revision}${commit}\n`,
    )
    printChanges(terminal, data.changes, data.size)
    terminal.note(
      `Next: opsplane apply ${typeof options.out === 'string' ? options.out : path === '.' ? '' : path}`.trimEnd(),
    )
  }
  if (options.exitCode && data.changes.length > 0) throw new AnswerIsNo()
}
export default plan
