/** A question that is not understood: its line, a caret below the place, why, and how to mend it. */
import { Status } from '../../ui/index.ts'
import type { Mistake } from './mistake.ts'

export function MistakeNote(props: { id: string; mistake: Mistake; question: string }) {
  const { message, hint, place } = props.mistake
  return (
    <div className="mistake" id={props.id} role="alert">
      {place && (
        <pre className="mistake-place" aria-hidden="true">
          {props.question.split('\n')[place.line]}
          {'\n'}
          {' '.repeat(place.column)}
          <b>^</b>
        </pre>
      )}
      <p>
        <Status kind="warn" word="Not understood" /> {message}
      </p>
      {hint && <p className="muted">{hint}</p>}
    </div>
  )
}
