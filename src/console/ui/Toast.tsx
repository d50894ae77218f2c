/** Short notes at the foot of the page, announced politely; with Undo where something can be taken back. */
import { useSyncExternalStore } from 'react'
import { Button } from './Button.tsx'
import { Status, type StatusKind } from './Status.tsx'
import './toast.css'

export interface ToastOptions {
  readonly kind?: StatusKind
  readonly detail?: string
  readonly undo?: () => void
}

interface Shown extends ToastOptions {
  readonly id: number
  readonly text: string
}

const STAYS_MS = 8_000
let shown: readonly Shown[] = []
let nextId = 1
const watchers = new Set<() => void>()

function show(next: readonly Shown[]): void {
  shown = next
  for (const watcher of watchers) watcher()
}

/** @example tell('Acknowledged', { undo }) */
export function tell(text: string, options: ToastOptions = {}): void {
  const toast = { id: nextId++, text, ...options }
  show([...shown, toast].slice(-3))
  setTimeout(() => close(toast.id), STAYS_MS)
}

function close(id: number): void {
  show(shown.filter((toast) => toast.id !== id))
}

export function Toasts() {
  const toasts = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => shown,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, kind = 'ok', detail, undo }) => (
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
                close(id)
              }}
            >
              Undo
            </Button>
          )}
          <Button small look="plain" onClick={() => close(id)}>
            Close
          </Button>
        </div>
      ))}
    </div>
  )
}
