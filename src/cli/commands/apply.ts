import type { Action } from '../command.ts'
import { printChanges } from './print-changes.ts'
import { modelOrPlan } from './valid-model.ts'

const apply: Action = async ({ terminal, connection }, options, path = '.') => {
  const { manifest, revision } = await modelOrPlan(terminal, path)
  const { call, url } = connection()
  if (options.dryRun) {
    const { data } = await call('model.plan', { body: { manifest } })
    if (terminal.json) terminal.data(data)
    else printChanges(terminal, data.changes, data.size)
    return
  }
  const { data } = await call('model.apply', {
    body: { manifest, ...(revision === undefined ? {} : { expectedRevision: revision }) },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  if (data.changes.length === 0) {
    terminal.line(`${data.workload}: revision ${data.revision} is in force already`)
    return
  }
  printChanges(terminal, data.changes, data.size)
  terminal.line(`${terminal.status('ok', `revision ${data.revision} is in force`)}`)
  terminal.note(`${url}/w/${data.workload}/model\nNext: opsplane status`)
}
export default apply
