/** Prints log records as they arrive, until interrupted or until the server ends the stream. */
import { CliError } from '../cli-error.ts'
import type { Connection } from '../connection.ts'
import type { Terminal } from '../terminal.ts'
import { type PrintedLog, printLog } from './print-log.ts'

export async function followLogs(
  terminal: Terminal,
  { url, token }: Connection,
  query: string,
): Promise<void> {
  const response = await fetch(`${url}/api/v1/logs/tail?${new URLSearchParams({ query })}`, {
    headers: {
      accept: 'text/event-stream',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
  }).catch((cause) => {
    throw new CliError({
      code: 'cli.unreachable',
      kind: 'unavailable',
      message: `nothing answers at ${url}: ${cause}`,
    })
  })
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => ({}))) as {
      code?: string
      detail?: string
      hint?: string
    }
    throw new CliError({
      code: problem.code ?? 'api.unknown',
      kind: response.status === 400 ? 'bad-input' : 'internal',
      message: problem.detail ?? `The server answered with status ${response.status}.`,
      hint: problem.hint,
    })
  }
  let rest = ''
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) printEvent(terminal, event)
  }
}

function printEvent(terminal: Terminal, event: string): void {
  const name = /^event: (.*)$/m.exec(event)?.[1]
  const data = /^data: (.*)$/m.exec(event)?.[1] ?? '{}'
  if (name === 'record') printLog(terminal, JSON.parse(data) as PrintedLog)
  if (name === 'dropped')
    terminal.note(
      `${(JSON.parse(data) as { count: number }).count} lines were left out: they arrive too fast.`,
    )
}
