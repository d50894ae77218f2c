import { formatDuration } from '#base'
import type { Action, Context } from '../command.ts'
import { HasFailed, WaitsForPerson } from '../exit.ts'
import { runTone } from '../tones.ts'
import { watch } from '../watch.ts'
import { askDecision, canAsk, describeDecision, type WaitingStep } from './ask-decision.ts'
import { onInterrupt } from './on-interrupt.ts'
import { readInput } from './run-input.ts'

/** Steps live on standard error, the run on standard output. */
const run: Action = async (
  { terminal, connection, workload: workloadOf, options: { timeout } },
  options,
  procedure = '',
) => {
  const { call, url } = connection()
  const { input, incident } = options as Record<string, string | undefined>
  const workload = await workloadOf()
  const { data: begun } = await call('procedures.run', {
    params: { procedure },
    body: {
      workload,
      params: readInput(input),
      incident: incident ?? null,
      dry: options.dryRun === true,
    },
  })
  const { id } = begun
  if (options.detach) {
    if (terminal.json) terminal.data(begun)
    else terminal.line(`${terminal.status('run', id)} has begun: ${begun.title}`)
    terminal.note(`Next: opsplane wait ${id}`)
    return
  }
  terminal.note(`${terminal.bold(begun.title)}\n${url}/w/${workload}/runs/${id}\n`)
  const print = stepPrinter(terminal)
  const calm = onInterrupt(terminal, {
    goesOn: `${id} goes on. Next: opsplane wait ${id}`,
    stop: async () => {
      await call('runs.cancel', { params: { run: id }, body: { reason: 'stopped by hand' } })
    },
  })
  const look = async () => (await call('runs.show', { params: { run: id } })).data
  let answered: string | undefined
  try {
    for await (const seen of watch(look, timeout)) {
      for (const step of seen.steps) print(step)
      if (seen.endedAt !== null) {
        if (terminal.json) terminal.data(seen)
        else
          terminal.line(
            `\n${terminal.status(runTone(seen.state), seen.state)}  ${seen.title}, ${seen.done} of ${seen.total} steps${seen.reason ? `: ${seen.reason}` : ''}`,
          )
        if (seen.state !== 'succeeded') throw new HasFailed()
        return
      }
      const asked = seen.steps.find(isWaiting)
      if (!asked) continue
      if (!canAsk(terminal)) {
        if (terminal.json) terminal.data(seen)
        describeDecision(terminal, id, asked)
        throw new WaitsForPerson()
      }
      // Somebody else is asked, or the answer was given and is not yet acted upon.
      const question = `${asked.name} ${asked.attempt} ${asked.waiting.for}`
      if (!asked.waiting.mayAnswer || question === answered) continue
      const answer = await askDecision(terminal, asked)
      await call('runs.answer', { params: { run: id }, body: { step: asked.name, ...answer } })
      answered = question
    }
  } finally {
    calm()
  }
  terminal.note(`${id} goes on. Next: opsplane wait ${id}`)
  throw new HasFailed()
}

function isWaiting<Step extends { waiting: WaitingStep['waiting'] | null }>(
  step: Step,
): step is Step & { waiting: WaitingStep['waiting'] } {
  return step.waiting !== null
}

const SHOWN_LINES = 5

interface SeenStep {
  readonly name: string
  readonly title: string
  readonly state: string
  readonly attempt: number
  readonly summary: string | null
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly output: readonly { readonly text: string }[]
}

/** One line for each change of a step, and the last words of one that failed. */
function stepPrinter(terminal: Context['terminal']): (step: SeenStep) => void {
  const known = new Map<string, string>()
  return ({ name, title, state, attempt, summary, startedAt, endedAt, output }) => {
    const now = `${state} ${attempt}`
    if (state === 'pending' || known.get(name) === now) return
    known.set(name, now)
    const took =
      startedAt && endedAt ? `  ${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}` : ''
    const again = attempt > 1 ? `  attempt ${attempt}` : ''
    terminal.note(
      `${terminal.status(runTone(state), state.padEnd(9))}  ${title}${took}${again}${summary ? `  ${terminal.dim(summary)}` : ''}`,
    )
    if (state === 'failed')
      for (const { text } of output.slice(-SHOWN_LINES)) terminal.note(terminal.dim(`  | ${text}`))
  }
}
export default run
