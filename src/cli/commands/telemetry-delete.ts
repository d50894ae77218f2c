import { createInterface } from 'node:readline/promises'
import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { HasFailed, WaitsForPerson } from '../exit.ts'
import { canAsk } from './ask-decision.ts'

const SIGNALS = ['logs', 'spans', 'metrics', 'flows', 'activity'] as const

const telemetryDelete: Action = async ({ terminal, connection }, options) => {
  const person = personOf(options.attribute)
  const { call } = connection()
  const { data: found } = await call('telemetry.count-person', { body: person })
  const words = `${found.logs} log records, ${found.spans} spans, ${found.series} series with ${found.samples} samples, ${found.flows} connections, ${found.activity} activities`
  const total =
    found.logs + found.spans + found.series + found.samples + found.flows + found.activity
  if (options.dryRun || total === 0) {
    if (terminal.json) terminal.data({ found, deleted: null })
    else terminal.line(total === 0 ? 'Nothing has this attribute.' : `It would delete ${words}.`)
    tellMentions()
    return
  }
  terminal.note(`${person.attribute}: ${words}.`)
  if (!options.yes && !(await isMeant())) return

  const deleted: Record<string, { rows: number; left: number }> = {}
  for (const signal of SIGNALS) {
    const { data } = await call('telemetry.erase-person', { body: { ...person, signal } })
    deleted[signal] = data
    const state =
      data.left === 0
        ? terminal.status('ok', `${data.rows} rows deleted`)
        : terminal.status('warn', `${data.left} of ${data.rows} rows are still there`)
    terminal.note(`${signal}: ${state}`)
  }
  if (terminal.json) terminal.data({ found, deleted })
  tellMentions()
  if (Object.values(deleted).some(({ left }) => left > 0)) {
    terminal.note('What came meanwhile may be what is left: stop its sender, and delete again.')
    throw new HasFailed()
  }

  function tellMentions() {
    if (found.mentions > 0)
      terminal.note(
        `${found.mentions} other log records have the value in their text. They are not deleted: text is no attribute.`,
      )
  }

  async function isMeant(): Promise<boolean> {
    if (!canAsk(terminal)) {
      terminal.note('Nothing is deleted yet. To do it: the same command with --yes')
      throw new WaitsForPerson()
    }
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    const said = await lines.question('Delete it for good? Write "delete": ')
    lines.close()
    if (said.trim() === 'delete') return true
    terminal.note('Nothing was deleted.')
    return false
  }
}
export default telemetryDelete

function personOf(text: string | boolean | undefined): { attribute: string; value: string } {
  const [, attribute, value] = /^([^=]+)=(.+)$/s.exec(String(text ?? '')) ?? []
  if (attribute && value) return { attribute, value }
  throw new CliError({
    code: 'cli.no-attribute',
    kind: 'bad-input',
    message: 'An attribute and its value are needed.',
    hint: 'opsplane telemetry delete --attribute user.id=123 --dry-run',
  })
}
