/**
 * One command of the table: what it is called, what it takes, and a function that is loaded when it runs.
 * Reading the help of forty commands loads none of them.
 */
import type { Command } from 'commander'
import type { Connection } from './connection.ts'
import type { Terminal } from './terminal.ts'

export interface Context {
  readonly terminal: Terminal
  readonly connection: () => Connection
  /** The workload that is meant: named, or the only one. */
  readonly workload: () => Promise<string>
  /** Options that every command takes. */
  readonly options: GlobalOptions
}

export interface GlobalOptions {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly color?: boolean
  readonly server?: string
  readonly data?: string
  readonly workload?: string
  readonly env?: string
  readonly yes?: boolean
  readonly timeout?: string
}

export type Action = (
  context: Context,
  options: Record<string, string | boolean | undefined>,
  ...args: string[]
) => Promise<void>

export interface CommandDefinition {
  /** Words and arguments: `incident ack <incident>`. */
  readonly usage: string
  readonly summary: string
  readonly options?: readonly (readonly [flags: string, description: string, fallback?: string])[]
  /** Lines below the help. */
  readonly examples?: readonly string[]
  /** Loads the function that does it. */
  readonly load: () => Promise<{ default: Action }>
}

export function addCommand(
  program: Command,
  definition: CommandDefinition,
  run: (
    action: Action,
    args: string[],
    options: Record<string, string | boolean | undefined>,
  ) => Promise<void>,
): void {
  const words = definition.usage.split(' ')
  const first = words.findIndex((word) => /^[<[]/.test(word))
  const names = first < 0 ? words : words.slice(0, first)
  const args = first < 0 ? [] : words.slice(first)
  let parent = program
  for (const name of names.slice(0, -1))
    parent =
      parent.commands.find((one) => one.name() === name) ??
      parent
        .command(name)
        .summary(GROUPS[name] ?? '')
        .description(GROUPS[name] ?? '')
  const name = names.at(-1)!
  const command = parent
    .command([name, ...args].join(' '))
    .summary(definition.summary)
    .description(definition.summary)
  for (const [flags, description, fallback] of definition.options ?? [])
    command.option(flags, description, fallback)
  if (definition.examples)
    command.addHelpText(
      'after',
      `\nExamples:\n${definition.examples.map((line) => `  ${line}`).join('\n')}`,
    )
  command.action(async (...received: unknown[]) => {
    const { default: action } = await definition.load()
    const given = received
      .slice(0, args.length)
      .flat()
      .filter((value) => value !== undefined) as string[]
    await run(action, given, command.opts())
  })
}

const GROUPS: Record<string, string> = {
  incident: 'Incidents, through their whole life',
  alarm: 'Alarms, each with its owner and its procedure',
  dashboard: 'What engineers, leaders and customers look at',
  drill: 'Failure injection with expectations',
  ledger: 'What happened, and the proof that nobody altered it',
  procedure: 'Documents that people read and the engine runs',
  change: 'Revisions of the model',
  improve: 'Improvements',
  lessons: 'Lessons learned',
  account: 'Who may use this installation',
  oncall: 'Who is called',
  import: 'Code for what already runs elsewhere',
  silence: 'What is to be quiet, with a reason and an end',
  maintenance: 'Planned work, in which alarms are quiet',
  scrape: 'Targets that are asked for metrics',
}
