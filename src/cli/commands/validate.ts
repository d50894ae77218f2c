import { checkWorkload } from '#app'
import { hasErrors } from '#model'
import type { Action } from '../command.ts'
import { countDiagnostics, printDiagnostics } from '../diagnostics.ts'
import { AnswerIsNo } from '../exit.ts'

const validate: Action = async ({ terminal }, _options, path = '.') => {
  const { manifest, diagnostics, folder } = await checkWorkload(path)
  const ok = !hasErrors(diagnostics)
  if (terminal.json) terminal.data({ ok, workload: manifest.workload, folder, diagnostics })
  else {
    printDiagnostics(terminal, folder, diagnostics)
    const size = `${many(manifest.resources.length, 'resource')}, ${many(manifest.procedures.length, 'procedure')}`
    terminal.line(
      ok
        ? `${terminal.status('ok', manifest.workload)}  ${size}, ${countDiagnostics(diagnostics)}`
        : `${terminal.status('crit', countDiagnostics(diagnostics))}  nothing can be applied`,
    )
    if (ok) terminal.note('Next: opsplane plan')
  }
  if (!ok) throw new AnswerIsNo()
}

function many(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
export default validate
