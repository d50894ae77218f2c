/** The command line: the table of commands, the options of all of them, and what errors look like. */
import { Command, CommanderError } from 'commander'
import { type Action, addCommand, type Context, type GlobalOptions } from './command.ts'
import { commands } from './commands/index.ts'
import { EXIT, exitCodeOf } from './exit.ts'
import { printError } from './print-error.ts'
import { createTerminal } from './terminal.ts'

const program = new Command('opsplane')
  .description('The management plane of a workload, as code.')
  .option('--json', 'one JSON document: { "data": …, "next": … }')
  .option('-q, --quiet', 'no words on standard error')
  .option('--no-color', 'plain text')
  .option('--server <url>', 'another server than the local one')
  .option('--data <dir>', 'data folder of the local server', undefined)
  .option('-w, --workload <name>', 'which workload, when there are several')
  .option('--env <name>', 'which environment')
  .option('--timeout <duration>', 'how long to wait')
  .option('-y, --yes', 'do not ask')
  .helpCommand(true)
  .enablePositionalOptions(false)
  .showHelpAfterError('(opsplane help shows the commands)')
  .exitOverride()

for (const definition of commands)
  addCommand(program, definition, (action, args, own) =>
    perform(action, args, { ...program.opts(), ...own }),
  )

async function perform(
  action: Action,
  args: string[],
  options: GlobalOptions & Record<string, string | boolean | undefined>,
): Promise<void> {
  const context: Context = {
    terminal: createTerminal(options),
    options,
    connection: () => connection,
    async workload() {
      const { onlyWorkload } = await import('./workload.ts')
      return onlyWorkload(connection, options.workload)
    },
  }
  const { connect } = await import('./connection.ts')
  const connection = connect(options)
  await action(context, options, ...args)
}

program.commands.forEach(overrideExit)
function overrideExit(command: Command): void {
  command.exitOverride().showHelpAfterError(`(opsplane ${command.name()} --help shows how)`)
  command.commands.forEach(overrideExit)
}

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage)
  printError(error, program.opts())
  process.exit(exitCodeOf(error))
})
