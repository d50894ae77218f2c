/** What the check of the model still warns of: where, why, and what to do. */
import type { Data } from '../../data/index.ts'
import { Status } from '../../ui/index.ts'

export function Findings({ findings }: { findings: Data<'model.show'>['diagnostics'] }) {
  if (!findings.length) return null
  return (
    <ul className="findings" aria-label="Findings">
      {findings.map(({ code, severity, message, hint, file, line }) => (
        <li key={`${code}${file}${line}${message}`}>
          <Status
            kind={severity === 'error' ? 'crit' : 'warn'}
            word={severity === 'error' ? 'Error' : 'Warning'}
          />
          <div>
            {message} <span className="muted">{hint}</span>
            {file && <div className="mono muted">{`${file}:${line ?? 1}`}</div>}
          </div>
        </li>
      ))}
    </ul>
  )
}
