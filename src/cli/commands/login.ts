import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createClient } from '#api/client'
import type { Action } from '../command.ts'
import { dataFolderOf } from '../connection.ts'

/** Without --link: keeps a token that stands on standard input, so that it is never an argument. */
const login: Action = async ({ terminal, connection, options }, own) => {
  if (own.link || process.stdin.isTTY) {
    const { data } = await connection().call('session.link')
    if (terminal.json) terminal.data(data)
    else terminal.line(data.url)
    return
  }
  const token = (await text(process.stdin)).trim()
  const { data } = await createClient({ url: connection().url, token })('session.show')
  const folder = dataFolderOf(options)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'token'), `${token}\n`, { mode: 0o600 })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `signed in as ${data.account}, ${data.role}`))
}
export default login
