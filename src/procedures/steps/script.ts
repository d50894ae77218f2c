import { runScript } from '../runner/local.ts'
import { defineStep } from './definition.ts'

/** A script in any interpreter, in a process of its own. Passes when it exits with 0, or with what ok= names. */
export const script = defineStep({
  kind: 'script',
  languages: ['sh', 'bash', 'python', 'js', 'ts'],
  attributes: ['ok', 'cwd', 'interpreter'],
  effect: () => 'change',
  perform: runScript,
})
