/** The options that every import takes. */
import { CliError } from '../cli-error.ts'
import type { Given } from './draft.ts'

export const IMPORT_OPTIONS = [
  ['--out <dir>', 'folder of the written files', 'ops/imported'],
  ['--dry-run', 'only print what would be written'],
  ['--owner <reference>', 'who answers for all of them, such as team:payments'],
  ['--procedure <id>', 'what to do when any of them is raised'],
  ['--layer <layer>', 'whose view their signals are', 'platform'],
] as const

const LAYERS = ['business', 'customer', 'application', 'platform', 'infrastructure', 'operations']

export function givenBy(options: Record<string, string | boolean | undefined>): {
  readonly given: Given
  readonly folder: string
  readonly dryRun: boolean
} {
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined)
  const layer = text('layer') ?? 'platform'
  if (!LAYERS.includes(layer))
    throw new CliError({
      code: 'cli.no-such-layer',
      kind: 'bad-input',
      message: `No layer is called ${layer}.`,
      hint: `The layers are ${LAYERS.join(', ')}.`,
    })
  return {
    given: { owner: text('owner'), procedure: text('procedure'), layer },
    folder: text('out') ?? 'ops/imported',
    dryRun: options.dryRun === true,
  }
}
