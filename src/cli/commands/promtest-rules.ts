/** Unit tests of Prometheus' rules: `promtest --rules`. Needs no server. */
import { readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { type RuleFiles, type RuleTestReport, runRuleTests } from '#telemetry'
import { CliError } from '../cli-error.ts'
import { AnswerIsNo } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { filesMatching } from './files-matching.ts'

export async function testRules(terminal: Terminal, files: readonly string[]): Promise<void> {
  const reports: ({ readonly file: string } & RuleTestReport)[] = []
  for (const file of files)
    reports.push({ file, ...(await runRuleTests(file, textOf(file), rulesBeside(file))) })
  const passed = reports.reduce((all, report) => all + report.passed, 0)
  const failed = reports.reduce((all, report) => all + report.failed, 0)
  if (terminal.json) terminal.data({ passed, failed, files: reports })
  else {
    for (const { failures } of reports)
      for (const { file, line, test, what, problem } of failures)
        terminal.line(
          `${file}:${line}  ${test ? `${test}: ` : ''}${what}\n    ${problem.replaceAll('\n', '\n    ')}`,
        )
    terminal.table(
      ['file', 'passed', 'failed'],
      reports.map((report) => [basename(report.file), `${report.passed}`, `${report.failed}`]),
    )
    terminal.line(
      terminal.status(failed === 0 ? 'ok' : 'crit', `${passed} passed, ${failed} failed`),
    )
  }
  if (failed > 0) throw new AnswerIsNo()
}

/** Rule files stand relative to the test file, and may be named by a pattern. */
function rulesBeside(test: string): RuleFiles {
  return (pattern) => {
    const whole = isAbsolute(pattern) ? pattern : join(dirname(test), pattern)
    return filesMatching(whole).map((file) => ({ file, text: textOf(file) }))
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
      hint: 'Name files in the format of promtool test rules.',
    })
  }
}
