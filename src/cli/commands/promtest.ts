import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type PromqltestReport, runPromqltest } from '#telemetry'
import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { testRules } from './promtest-rules.ts'

/** Needs no server: the evaluator is held against the published expectations on this machine. */
const promtest: Action = async ({ terminal }, options, ...files) => {
  if (options.rules) return testRules(terminal, files)
  const withNative = options.nativeHistograms !== false
  const reports: FileReport[] = []
  for (const file of files) reports.push(await testFile(file, withNative))
  const sum = (of: 'passed' | 'failed' | 'leftOut') =>
    reports.reduce((all, report) => all + report[of], 0)
  const total = { passed: sum('passed'), failed: sum('failed'), leftOut: sum('leftOut') }
  if (terminal.json) terminal.data({ ...total, files: reports })
  else {
    for (const { file, failures } of reports)
      for (const { line, query, problem } of failures)
        terminal.line(`${file}:${line}  ${query}\n    ${problem.replaceAll('\n', '\n    ')}`)
    terminal.table(
      ['file', 'passed', 'failed', 'left out'],
      reports.map(({ file, passed, failed, leftOut }) => [
        basename(file),
        `${passed}`,
        `${failed}`,
        `${leftOut}`,
      ]),
    )
    const share = ((100 * total.passed) / Math.max(1, total.passed + total.failed)).toFixed(1)
    const words = `${total.passed} passed, ${total.failed} failed, ${share} %`
    terminal.line(terminal.status(total.failed === 0 ? 'ok' : 'crit', words))
  }
  if (total.failed > 0) throw new AnswerIsNo()
}

interface FileReport extends Pick<PromqltestReport, 'passed' | 'failed' | 'failures'> {
  readonly file: string
  readonly leftOut: number
}

async function testFile(file: string, withNative: boolean): Promise<FileReport> {
  const { passed, failed, failures, native } = await runPromqltest(textOf(file))
  if (withNative) return { file, passed, failed, leftOut: 0, failures }
  return {
    file,
    passed: passed - native.passed,
    failed: failed - native.failed,
    leftOut: native.passed + native.failed,
    failures: failures.filter((failure) => !failure.native),
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new CliError({
      code: 'cli.no-such-file',
      kind: 'bad-input',
      message: `There is no file ${file}.`,
      hint: 'Name files in the promqltest format, such as functions.test.',
    })
  }
}
export default promtest
