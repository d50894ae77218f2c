/** Ctrl-C while a run is watched: it asks what is meant, and a second one lets go. */
import { createInterface } from 'node:readline/promises'
import { EXIT } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { canAsk } from './ask-decision.ts'

/** Returns a function that takes the watch for Ctrl-C away again. */
export function onInterrupt(
  terminal: Terminal,
  options: { readonly goesOn: string; readonly stop: () => Promise<void> },
): () => void {
  let asking = false
  const leave = () => {
    terminal.note(`\n${options.goesOn}`)
    process.exit(EXIT.interrupted)
  }
  const interrupted = async () => {
    if (asking || !canAsk(terminal)) leave()
    asking = true
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    lines.once('SIGINT', leave)
    const said = await lines.question(
      '\ns stop and take back, l leave it running, k keep watching: ',
    )
    lines.close()
    asking = false
    if (said.startsWith('l')) leave()
    if (said.startsWith('s')) await options.stop()
  }
  const listener = () =>
    void interrupted().catch((error: Error) =>
      terminal.note(`It could not be stopped: ${error.message}`),
    )
  process.on('SIGINT', listener)
  return () => process.off('SIGINT', listener)
}
