/** A question over the page: says the real size of what follows; the button repeats the act. */
import { Dialog as Radix } from 'radix-ui'
import type { FormEvent, ReactNode } from 'react'
import { Button } from './Button.tsx'
import './dialog.css'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  /** The question: "Resolve INC-42?". */
  readonly title: string
  /** What follows from it. */
  readonly note?: ReactNode
  /** The act, as the button says it: "Resolve INC-42". */
  readonly act: string
  readonly onAct: () => void
  readonly danger?: boolean
  /** The act may not be done yet, or is being done. */
  readonly waits?: boolean
  /** What the other button says. */
  readonly keep?: string
  /** Fields, if any. */
  readonly children?: ReactNode
}

export function Dialog(props: DialogProps) {
  const { open, onClose, title, note, act, onAct, danger, waits, keep = 'Cancel', children } = props
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!waits) onAct()
  }
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="veil" />
        <Radix.Content className="dialog" {...(note ? {} : { 'aria-describedby': undefined })}>
          <form onSubmit={submit}>
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            {note && <Radix.Description className="dialog-note">{note}</Radix.Description>}
            {children && <div className="dialog-fields">{children}</div>}
            <div className="dialog-acts">
              <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={waits}>
                {act}
              </Button>
              <Button onClick={onClose}>{keep}</Button>
            </div>
          </form>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
