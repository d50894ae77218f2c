/** A step that waits for a person: asked where a person reads along, and described where nobody does. */
import { createInterface } from 'node:readline/promises'
import type { Terminal } from '../terminal.ts'

export interface WaitingStep {
  readonly name: string
  readonly title: string
  readonly waiting: {
    readonly prompt: string
    readonly choices: readonly { readonly choice: string; readonly label: string }[]
    readonly by: readonly string[]
    readonly input: string
    readonly mayAnswer: boolean
  }
}

export interface Decision {
  readonly choice: string
  readonly input: string | null
}

export function canAsk(terminal: Terminal): boolean {
  return !terminal.json && terminal.interactive && process.stdin.isTTY === true
}

/** Asks until one of the choices is given. */
export async function askDecision(terminal: Terminal, step: WaitingStep): Promise<Decision> {
  const { prompt, choices, input } = step.waiting
  terminal.note(`\n${terminal.bold(step.title)}\n${prompt}`)
  choices.forEach(({ choice, label }, i) => {
    terminal.note(`  ${i + 1}  ${choice}${label === choice ? '' : `  ${label}`}`)
  })
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    for (;;) {
      const said = (await lines.question('Your choice: ')).trim()
      const chosen = choices[Number(said) - 1] ?? choices.find(({ choice }) => choice === said)
      if (!chosen) continue
      const asks = input !== 'none' && chosen.choice === 'done'
      return {
        choice: chosen.choice,
        input: asks ? (await lines.question(`${input}: `)).trim() : null,
      }
    }
  } finally {
    lines.close()
  }
}

/** The commands that answer it from anywhere. */
export function describeDecision(terminal: Terminal, run: string, step: WaitingStep): void {
  const { prompt, choices, by, input } = step.waiting
  terminal.note(`\n${terminal.status('info', `${step.title} waits for a person`)}\n${prompt}`)
  if (by.length > 0) terminal.note(`Asked are: ${by.join(', ')}`)
  terminal.note('Next, one of:')
  for (const { choice } of choices) {
    const more = input !== 'none' && choice === 'done' ? ' --input TEXT' : ''
    terminal.note(`  opsplane decide ${run} ${choice} --step ${step.name}${more}`)
  }
}
