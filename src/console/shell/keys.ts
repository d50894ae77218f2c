/** Keys of the whole console: `G` then a letter, `/`, `?`, `J` `K`, `Enter`. Single keys rest while typing. */
import { useEffect } from 'react'

export type Keys = Readonly<Record<string, () => void>>

const OFF_KEY = 'opsplane.keys'
const SEQUENCE_MS = 1_200

export const singleKeysAreOn = () => localStorage.getItem(OFF_KEY) !== 'off'
export const switchSingleKeys = (on: boolean) =>
  on ? localStorage.removeItem(OFF_KEY) : localStorage.setItem(OFF_KEY, 'off')

/** Whether a key belongs to what has the focus: a field, or a dialog over the page. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as Element | null
  return (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target?.closest('input,textarea,select,[contenteditable],[role=dialog]') != null
  )
}

/**
 * `keys` are single characters, or a character after `g`: `{ n: note, 'g i': incidents }`. Every user
 * of this hook sees the `g`, so that `G` `A` never acknowledges.
 */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    let first = 0
    const press = (event: KeyboardEvent) => {
      if (isTaken(event) || !singleKeysAreOn()) return
      const key = event.key.toLowerCase()
      const isSecond = first > 0 && event.timeStamp - first < SEQUENCE_MS
      first = key === 'g' ? event.timeStamp : 0
      const act = keys[isSecond ? `g ${key}` : key]
      if (!act) return
      if (key !== 'enter') event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [keys])
}

/** `J` and `K`: the next and the previous row of the list on this page; `Enter` opens it. */
export function walkRows(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/** Opens the row that has the focus; elsewhere, and on a row that is a button, `Enter` keeps its own meaning. */
export function openRow(): void {
  const row = document.activeElement
  if (!(row instanceof HTMLElement) || row instanceof HTMLButtonElement) return
  if (row.dataset.row !== undefined) row.click()
}

export function focusFilter(): void {
  document.querySelector<HTMLInputElement>('main [data-filter]')?.focus()
}
