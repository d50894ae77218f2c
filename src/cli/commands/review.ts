import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import type { Tone } from '../terminal.ts'

const TONES: Readonly<Record<string, Tone>> = {
  met: 'ok',
  partly: 'warn',
  'not-met': 'warn',
  'needs-a-person': 'info',
  accepted: 'info',
  'not-applicable': 'unk',
}

const review: Action = async ({ terminal, connection, workload }, options) => {
  const { data } = await connection().call('review.show', { query: { workload: await workload() } })
  const number = options.question
  const questions = data.questions.filter((one) => !number || one.number === Number(number))
  if (questions.length === 0)
    throw new CliError({
      code: 'cli.no-such-question',
      kind: 'bad-input',
      message: `There is no question ${number}.`,
      hint: `One of ${data.questions.map((one) => one.number).join(', ')}.`,
    })
  if (terminal.json) {
    terminal.data({ ...data, questions })
    return
  }
  for (const question of questions) {
    terminal.line(terminal.bold(`${question.number}  ${question.title}`))
    for (const { practice, title, answer, risk, gaps } of question.practices) {
      const worst = risk === 'NONE' ? '' : `  ${risk.toLowerCase()} risk`
      terminal.line(
        `  ${practice.padEnd(5)} ${terminal.status(TONES[answer] ?? 'unk', answer.replaceAll('-', ' '))}  ${title}${worst}`,
      )
      if (number)
        for (const gap of gaps) terminal.line(terminal.dim(`        ${gap.title}: ${gap.reason}`))
    }
    terminal.line()
  }
  if (number) return
  const found = data.antipatterns.filter(({ state }) => state === 'found')
  for (const { title, summary } of found)
    terminal.line(`${terminal.status('warn', title)}  ${summary}`)
  terminal.line(
    Object.entries(data.counts)
      .map(([answer, count]) => `${count} ${answer.replaceAll('-', ' ')}`)
      .join(', '),
  )
  terminal.note('Next: opsplane review --question 2 names what is missing')
}
export default review
