import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '#base'
import type { Action } from '../command.ts'

const version: Action = async ({ terminal }) => {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'))
  if (terminal.json) terminal.data({ version, node: process.version })
  else terminal.line(`opsplane ${version}`)
}
export default version
