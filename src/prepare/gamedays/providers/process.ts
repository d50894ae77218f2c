/** Starts a program, without a shell, and with an environment that holds nothing of the server. */
import { execFile } from 'node:child_process'
import type { Provider } from '../drill.ts'
import { fill, type Variables } from '../variables.ts'
import { type Answered, defineProvider, tail } from './provider.ts'

const MOST_OUTPUT = 1024 * 1024

export const process = defineProvider({
  type: 'process',
  run({ path, arguments: words, timeout }, { variables, folder }) {
    const [program, ...args] = wordsOf({ path, arguments: words }, variables)
    const env = environmentOf(variables)
    return new Promise<Answered>((resolve, reject) => {
      execFile(
        program,
        args,
        { cwd: folder, env, timeout: timeout * 1_000, maxBuffer: MOST_OUTPUT, shell: false },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : error.code
          if (error?.killed) return reject(new Error(`${program} did not end in ${timeout} s`))
          // Without an exit code it has not run, or was killed by somebody.
          if (typeof code !== 'number') return reject(error)
          resolve({
            value: code,
            parts: { status: code, stdout, stderr },
            done: code === 0,
            output: tail(stderr ? `${stdout}\n${stderr}` : stdout),
          })
        },
      )
    })
  },
})

/** The program and its arguments, filled. Text is split at blanks, as the format has it; there is no shell. */
export function wordsOf(
  provider: Pick<Extract<Provider, { type: 'process' }>, 'path' | 'arguments'>,
  variables: Variables,
): [string, ...string[]] {
  const { path, arguments: words } = provider
  const given = typeof words === 'string' ? words.split(/\s+/).filter(Boolean) : words
  return [fill(path, variables), ...given.map((word) => fill(word, variables))]
}

/** Nothing of the server's own environment but what every program needs. */
export function environmentOf(variables: Variables): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG } = globalThis.process.env
  return { PATH, HOME, LANG, ...variables }
}
