/**
 * A filter that is typed. The input has its own value, so that no letter waits for the page; the address follows
 * when the typing pauses, and the input follows the address when somebody goes back.
 */
import { useEffect, useRef, useState } from 'react'
import { useFilter } from './address.ts'

const PAUSE_MS = 250

export function useTypedFilter(name: string): [string, (value: string) => void] {
  const [kept, keep] = useFilter(name)
  const [typed, setTyped] = useState(kept)
  const ours = useRef(kept)
  const tell = useRef(keep)
  tell.current = keep
  useEffect(() => {
    if (kept !== ours.current) setTyped(kept)
    ours.current = kept
  }, [kept])
  useEffect(() => {
    if (typed === ours.current) return
    const pause = setTimeout(() => {
      ours.current = typed
      tell.current(typed)
    }, PAUSE_MS)
    return () => clearTimeout(pause)
  }, [typed])
  return [typed, setTyped]
}
