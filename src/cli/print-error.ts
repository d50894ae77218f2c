/** What went wrong and what to do about it: on standard error, or as JSON for programs. */
import { isTold } from './cli-error.ts'
import { isSaid } from './exit.ts'
import { createTerminal, type TerminalOptions } from './terminal.ts'

interface Shown {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  readonly requestId?: string | undefined
}

export function printError(error: unknown, options: TerminalOptions): void {
  if (isSaid(error)) return
  const shown = describe(error)
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ error: shown })}\n`)
    return
  }
  const terminal = createTerminal({ color: options.color ?? true })
  process.stderr.write(`${terminal.bold(`error[${shown.code}]`)} ${shown.message}\n`)
  if (shown.hint) process.stderr.write(`help: ${shown.hint}\n`)
  if (shown.requestId) process.stderr.write(terminal.dim(`request ${shown.requestId}\n`))
}

function describe(error: unknown): Shown {
  if (isTold(error)) return { code: error.code, message: error.message, hint: error.hint }
  const { name, message } = error as Error
  if (name === 'ApiError') {
    const { problem } = error as unknown as {
      problem: { code: string; detail: string; hint?: string; requestId?: string }
    }
    const { code, detail, hint, requestId } = problem
    return { code, message: detail, hint, requestId }
  }
  if (name === 'Unreachable')
    return {
      code: 'cli.unreachable',
      message,
      hint: 'Start it with npm start, or name another one: --server URL',
    }
  return { code: 'cli.unexpected', message: message || String(error) }
}
