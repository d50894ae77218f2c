/** That an answer may not be all, and why. Nothing is drawn when it is. */
import { Status } from '../../ui/index.ts'

export function Partial({ of }: { of: { partial: boolean; why: readonly string[] } }) {
  if (!of.partial) return null
  return (
    <p className="partial small">
      <Status kind="info" word="Not everything" />{' '}
      <span className="muted">{of.why.join('; ')}</span>
    </p>
  )
}
