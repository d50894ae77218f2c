/** Short notes for the foot of the page; kept apart from what draws them, so that an act can leave one. */
import { useSyncExternalStore } from 'react'

export interface NoteOptions {
  readonly kind?: 'ok' | 'warn' | 'crit'
  readonly detail?: string
  readonly undo?: () => void
}

export interface Note extends NoteOptions {
  readonly id: number
  readonly text: string
}

const STAYS_MS = 8_000
let notes: readonly Note[] = []
let nextId = 1
const watchers = new Set<() => void>()

function show(next: readonly Note[]): void {
  notes = next
  for (const watcher of watchers) watcher()
}

/** @example tell('Acknowledged', { undo }) */
export function tell(text: string, options: NoteOptions = {}): void {
  const note = { id: nextId++, text, ...options }
  show([...notes, note].slice(-3))
  setTimeout(() => dismiss(note.id), STAYS_MS)
}

export function dismiss(id: number): void {
  show(notes.filter((note) => note.id !== id))
}

export function useNotes(): readonly Note[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => notes,
  )
}
