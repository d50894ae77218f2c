/** What an import says: one row for each file, then what is opaque, left out or wrong, each with its line. */
import { AnswerIsNo } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import type { Placed } from './place.ts'

export interface Remark {
  /** Permanent: `rules.bad-query`. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly hint: string
  readonly line?: number
  readonly subject?: string
}

export interface FileReport {
  readonly file: string
  readonly out: string | undefined
  readonly placed: Placed | 'nothing'
  /** Alarms in the file, those with mistakes too. */
  readonly alerts: number
  readonly imported: number
  readonly signals: number
  /** Objectives in the file, where it may have some; those with mistakes too. */
  readonly objectives?: number
  readonly outcomes: number
  readonly opaque: readonly {
    readonly alarm: string
    readonly alert: string
    readonly line?: number
    readonly reason: string
  }[]
  readonly lackingOwner: number
  readonly lackingProcedure: number
  /** Alarms that a kept file does not have. */
  readonly missing: readonly string[]
  /** What was not imported, and why. */
  readonly leftOut: readonly {
    readonly alert: string
    readonly line?: number
    readonly reason: string
  }[]
  readonly problems: readonly Remark[]
  /** What would be written, with --dry-run. */
  readonly text?: string
}

export function sayImport(terminal: Terminal, files: readonly FileReport[]): void {
  const sum = (of: (report: FileReport) => number) => files.reduce((all, one) => all + of(one), 0)
  const totals = {
    files: files.length,
    alerts: sum((one) => one.alerts),
    imported: sum((one) => one.imported),
    signals: sum((one) => one.signals),
    objectives: sum((one) => one.objectives ?? 0),
    outcomes: sum((one) => one.outcomes),
    opaque: sum((one) => one.opaque.length),
    lackingOwner: sum((one) => one.lackingOwner),
    lackingProcedure: sum((one) => one.lackingProcedure),
    leftOut: sum((one) => one.leftOut.length),
    kept: files.filter(({ placed }) => placed === 'kept').length,
  }
  if (terminal.json) terminal.data({ ...totals, reports: files })
  else {
    for (const { text } of files) if (text !== undefined) terminal.line(text)
    table(terminal, files)
    for (const report of files) details(terminal, report)
    const isWhole = totals.leftOut === 0 && !files.some(hasErrors)
    terminal.line(
      terminal.status(
        isWhole ? 'ok' : 'crit',
        `${totals.objectives ? `${totals.outcomes} of ${totals.objectives} objectives as outcomes, ` : ''}${totals.imported} of ${totals.alerts} alarms imported, ${totals.opaque} opaque, ${totals.lackingOwner} without owner, ${totals.lackingProcedure} without procedure${totals.leftOut ? `, ${totals.leftOut} left out` : ''}`,
      ),
    )
    if (totals.lackingOwner + totals.lackingProcedure > 0)
      terminal.note('Next: opsplane validate   (names each place that is to be filled in)')
  }
  if (totals.leftOut > 0 || files.some(hasErrors)) throw new AnswerIsNo()
}

function hasErrors({ problems }: FileReport): boolean {
  return problems.some(({ severity }) => severity === 'error')
}

function table(terminal: Terminal, files: readonly FileReport[]): void {
  const common = commonFolder(files.map(({ file }) => file))
  terminal.table(
    [
      'file',
      'alerts',
      'imported',
      'opaque',
      'no owner',
      'no procedure',
      'left out',
      'what became of it',
    ],
    files.map((one) => [
      one.file.slice(common),
      `${one.alerts}`,
      `${one.imported}`,
      `${one.opaque.length}`,
      `${one.lackingOwner}`,
      `${one.lackingProcedure}`,
      `${one.leftOut.length}`,
      became(one),
    ]),
  )
}

/** Length of the folder that all paths begin with. */
function commonFolder(paths: readonly string[]): number {
  const [first = ''] = paths
  let length = first.lastIndexOf('/') + 1
  while (length > 0 && !paths.every((path) => path.startsWith(first.slice(0, length))))
    length = first.lastIndexOf('/', length - 2) + 1
  return length
}

function became({ placed, out, missing }: FileReport): string {
  if (placed === 'nothing') return 'nothing to write'
  if (placed === 'shown') return `would be ${out}`
  if (placed !== 'kept') return `${placed}: ${out}`
  return `kept, you have changed it: ${out}${missing.length > 0 ? `; it lacks ${missing.join(', ')}` : ''}`
}

function details(terminal: Terminal, { file, opaque, leftOut, problems }: FileReport): void {
  const at = (line: number | undefined) => (line === undefined ? file : `${file}:${line}`)
  for (const { alert, line, reason } of opaque)
    terminal.line(`${terminal.status('unk', 'opaque')}  ${at(line)}  ${alert}: ${reason}`)
  for (const { alert, line, reason } of leftOut)
    terminal.line(`${terminal.status('crit', 'left out')}  ${at(line)}  ${alert}: ${reason}`)
  for (const { code, severity, message, hint, line, subject } of problems) {
    const mark = terminal.status(severity === 'error' ? 'crit' : 'warn', `${severity}[${code}]`)
    terminal.line(
      `${mark}  ${at(line)}  ${subject ? `${subject}: ` : ''}${message}\n    help: ${hint}`,
    )
  }
}
