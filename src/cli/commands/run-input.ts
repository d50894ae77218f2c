/** Parameters of a run as they are written: `name=value,other=value`. The server knows their types. */
import { CliError } from '../cli-error.ts'

/** @throws CliError when a part is not name=value */
export function readInput(text: string | undefined): Record<string, string> {
  const pairs = text ? text.split(',') : []
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^\s*(\w+)=(.*)$/s.exec(pair) ?? []
      if (name && value !== undefined) return [name, value]
      throw new CliError({
        code: 'cli.not-an-input',
        kind: 'bad-input',
        message: `"${pair}" is not a parameter.`,
        hint: 'Write name=value, and a comma between several.',
      })
    }),
  )
}
