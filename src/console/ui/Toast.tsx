/** Short notes at the foot of the page, announced politely; with Undo where something can be taken back. */
import { dismiss, useNotes } from '../data/notes.ts'
import { Button } from './Button.tsx'
import { Status } from './Status.tsx'
import './toast.css'

export function Toasts() {
  const notes = useNotes()
  return (
    <div className="toasts" role="status" aria-live="polite">
      {notes.map(({ id, text, kind = 'ok', detail, undo }) => (
        <div className="toast" key={id}>
          <Status kind={kind} word={kind === 'crit' ? 'Not done' : 'Done'} />
          <div>
            {text}
            {detail && <div className="muted small">{detail}</div>}
          </div>
          {undo && (
            <Button
              small
              onClick={() => {
                undo()
                dismiss(id)
              }}
            >
              Undo
            </Button>
          )}
          <Button small look="plain" onClick={() => dismiss(id)}>
            Close
          </Button>
        </div>
      ))}
    </div>
  )
}
