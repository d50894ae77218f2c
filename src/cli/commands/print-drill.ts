/** A drill as people read it: the verdict, then what was expected and when it came. */
import { formatDuration } from '#base'
import type { Terminal } from '../terminal.ts'
import { drillTone } from '../tones.ts'

interface Drill {
  readonly name: string
  readonly title: string
  readonly state: string
  readonly outcome: string | null
  readonly reason: string | null
  readonly score: number | null
  readonly reverted: boolean | null
  readonly expectations: readonly {
    readonly title: string
    readonly state: string
    readonly limitMs: number
    readonly afterMs: number | null
    readonly reason: string | null
  }[]
}

export interface Moment {
  readonly at: string
  readonly afterMs: number | null
  readonly sentence: string
  readonly meets: string | null
}

export function printDrill(terminal: Terminal, drill: Drill): void {
  const { name, title, state, outcome, reason, score, reverted, expectations } = drill
  terminal.line(
    `${terminal.status(drillTone(outcome), outcome ?? state)}  ${terminal.bold(`${name} ${title}`)}${score === null ? '' : `, ${score} of 100`}`,
  )
  if (reason) terminal.line(reason)
  if (reverted === false)
    terminal.line(terminal.status('crit', 'the fault could not be taken back: do it by hand'))
  if (expectations.length === 0) return
  terminal.line()
  terminal.table(
    ['expected', 'state', 'within', 'after', 'why'],
    expectations.map((one) => [
      one.title,
      terminal.status(drillTone(one.state), one.state),
      formatDuration(one.limitMs),
      one.afterMs === null ? '' : formatDuration(one.afterMs),
      one.reason ?? '',
    ]),
  )
}

/** `+12.3 s  the alarm was raised`: seconds after the fault. */
export function momentLine(terminal: Terminal, moment: Moment): string {
  const { afterMs, sentence, meets, at } = moment
  const when =
    afterMs === null
      ? at.slice(11, 19)
      : `${afterMs < 0 ? '-' : '+'}${(Math.abs(afterMs) / 1_000).toFixed(1)} s`
  return `${when.padStart(9)}  ${meets ? terminal.status('ok', sentence) : sentence}`
}
