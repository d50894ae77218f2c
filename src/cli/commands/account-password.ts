import { text } from 'node:stream/consumers'
import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'

/** One's own password, from standard input: arguments are seen by everybody on the machine. */
const accountPassword: Action = async ({ terminal, connection }) => {
  if (process.stdin.isTTY)
    throw new CliError({
      code: 'cli.password-from-terminal',
      kind: 'bad-input',
      message: 'The password is read from standard input, and never from an argument.',
      hint: 'read -rs P && printf %s "$P" | opsplane account password',
    })
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  const { data } = await connection().call('accounts.password', { body: { password } })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', 'the password is set'))
}
export default accountPassword
