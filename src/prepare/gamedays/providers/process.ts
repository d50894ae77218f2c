/** Starts a program, without a shell, and with an environment that holds nothing of the server. */
import { execFile } from 'node:child_process'
import { fill } from '../variables.ts'
import { type Answered, defineProvider, tail } from './provider.ts'

const MOST_OUTPUT = 1024 * 1024

export const process = defineProvider({
  type: 'process',
  run({ path, arguments: words, timeout }, { variables, folder }) {
    const program = fill(path, variables)
    const given = typeof words === 'string' ? words.split(/\s+/).filter(Boolean) : words
    const args = given.map((word) => fill(word, variables))
    const { PATH, HOME, LANG } = globalThis.process.env
    const env = { PATH, HOME, LANG, ...variables }
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
