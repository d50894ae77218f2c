/** Which workload a command means: the one that is named, or the only one there is. */
import { CliError } from './cli-error.ts'
import type { Connection } from './connection.ts'

export async function onlyWorkload(
  connection: Connection,
  named: string | undefined,
): Promise<string> {
  if (named) return named
  const { data } = await connection.call('workloads.list')
  const names = data.map((one) => one.name)
  if (names.length === 1) return names[0]!
  throw new CliError({
    code: names.length === 0 ? 'cli.no-workload' : 'cli.which-workload',
    kind: 'bad-input',
    message:
      names.length === 0
        ? 'No workload has been applied yet.'
        : `There are several workloads: ${names.join(', ')}.`,
    hint: names.length === 0 ? 'Begin with opsplane apply.' : 'Name one: --workload NAME',
  })
}
