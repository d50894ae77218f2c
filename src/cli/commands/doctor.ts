import { checkFolder, checkNode, checkServerFile } from '../checks/machine.ts'
import { checkServer } from '../checks/server.ts'
import { checkSystem } from '../checks/system.ts'
import type { Action } from '../command.ts'
import { dataFolderOf } from '../connection.ts'
import { AnswerIsNo } from '../exit.ts'

const doctor: Action = async ({ terminal, connection, options }) => {
  const { url, call } = connection()
  const folder = dataFolderOf(options)
  const server = await checkServer(url)
  const findings = [
    checkNode(),
    // Another server has its own folder, on its own machine.
    ...(options.server ? [] : [checkFolder(folder), checkServerFile(folder)]),
    ...server.findings,
    ...(server.reachable ? await checkSystem(call, Date.now()) : []),
  ]
  const ills = findings.filter(({ ok }) => !ok)
  if (terminal.json) terminal.data({ ok: ills.length === 0, findings })
  else {
    terminal.table(
      ['check', 'state', 'found'],
      findings.map(({ check, ok, found }) => [
        check,
        terminal.status(ok ? 'ok' : 'warn', ok ? 'ok' : 'mend'),
        found,
      ]),
    )
    for (const { check, mend } of ills) terminal.line(`\n${check}: ${mend}`)
  }
  if (ills.length > 0) throw new AnswerIsNo()
}
export default doctor
