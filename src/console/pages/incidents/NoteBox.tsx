/** Adds a note at the foot of the timeline; `N` puts the cursor here. */
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { useAct, useMay, useWorkload } from '../../data/index.ts'
import { useKeys } from '../../shell/keys.ts'
import { Button, Key } from '../../ui/index.ts'

export function NoteBox({ incident }: { incident: string }) {
  const workload = useWorkload()
  const may = useMay('respond')
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const note = useAct('incidents.note', () => setText(''))
  const keys = useMemo(() => ({ n: () => field.current?.focus() }), [])
  useKeys(keys)
  if (!may) return null
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) note.mutate({ params: { incident }, body: { workload, text: text.trim() } })
  }
  return (
    <form className="note-box" onSubmit={send}>
      <input
        ref={field}
        className="field"
        aria-label="Add a note to the timeline"
        placeholder="Add a note: what you see, think or did"
        maxLength={5_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {text.trim() ? (
        <Button type="submit" look="primary" disabled={note.isPending}>
          Add note
        </Button>
      ) : (
        <Key>N</Key>
      )}
    </form>
  )
}
