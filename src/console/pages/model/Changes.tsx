/** The differences of one revision: what was created, changed and taken out, value by value. */
import type { Data } from '../../data/index.ts'
import { Chip } from '../../ui/index.ts'

type Change = Data<'model.revisions'>[number]['changes'][number]

const WORD: Record<Change['action'], string> = {
  create: '+ created',
  update: '~ changed',
  delete: '− taken out',
}
const MOST = 60

export function Changes({ changes, reverse }: { changes: readonly Change[]; reverse: string }) {
  return (
    <div className="changes">
      <ul>
        {changes.slice(0, MOST).map(({ action, ref, paths }) => (
          <li key={ref}>
            <Chip>{WORD[action]}</Chip> <span className="mono">{ref}</span>
            {action === 'update' && (
              <ul className="paths">
                {paths.map(({ path, before, after }) => (
                  <li key={path} className="mono">
                    {path}: {before !== undefined && <del>{written(before)}</del>}{' '}
                    {after !== undefined && <ins>{written(after)}</ins>}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {changes.length > MOST && (
        <p className="muted small">
          The first {MOST} of {changes.length} are shown.
        </p>
      )}
      <p className="muted small">
        Take it back with <code>{reverse}</code>
      </p>
    </div>
  )
}

const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
