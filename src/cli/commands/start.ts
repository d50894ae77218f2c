import { join } from 'node:path'
import { configOf, startSystem } from '#app'
import { packageFolder } from '#base'
import type { Action } from '../command.ts'

const start: Action = async ({ terminal }, options) => {
  const { port, host, data, syslogPort, statsdPort } = options as Record<string, string | undefined>
  const config = configOf({
    port,
    host,
    data,
    syslogPort,
    statsdPort,
    console: join(packageFolder(), 'dist/console'),
  })
  const system = await startSystem(config, {
    example: options.example === true,
    runner: options.runner !== false,
    progress: (words) => terminal.note(words),
  })
  if (terminal.json)
    terminal.item({
      url: system.url,
      signInUrl: system.signInUrl,
      others: system.others,
      data: config.data,
    })
  else {
    terminal.line(`\n  ${terminal.bold('Opsplane')} is ready: ${system.url}`)
    terminal.line(`  Sign in once with:  ${system.signInUrl}`)
    for (const [what, url] of Object.entries(system.others))
      terminal.line(`  ${what.padEnd(18)}  ${url}`)
    terminal.line('\n  Ctrl-C stops everything.\n')
  }
  await system.stopped()
}
export default start
