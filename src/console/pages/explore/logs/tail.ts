/** Follows the records that arrive: the newest are kept, the list moves a few times a second, and stands still on demand. */
import { useEffect, useRef, useState } from 'react'
import type { ListedRecord } from './LogList.tsx'

export type TailRecord = ListedRecord & { readonly key: string }

const MOST_KEPT = 500
const MOVES_EVERY_MS = 250

export interface TailView {
  readonly records: readonly TailRecord[]
  readonly state: 'opening' | 'open' | 'down' | 'refused'
  /** Arrived while the list stood still. */
  readonly waiting: number
  /** Left out by the server, because they came faster than they can be read. */
  readonly dropped: number
}

const NOTHING: TailView = { records: [], state: 'opening', waiting: 0, dropped: 0 }

export function useTail(question: string, paused: boolean): TailView {
  const [view, setView] = useState(NOTHING)
  const isPaused = useRef(paused)
  isPaused.current = paused
  useEffect(() => {
    setView(NOTHING)
    let arrived: TailRecord[] = []
    let dropped = 0
    let number = 0
    const source = new EventSource(`/api/v1/logs/tail?query=${encodeURIComponent(question)}`)
    const turn = (state: TailView['state']) => setView((before) => ({ ...before, state }))
    source.addEventListener('hello', () => turn('open'))
    // Closed for good means that the server said no, and not that it could not be reached.
    source.addEventListener('error', () =>
      turn(source.readyState === EventSource.CLOSED ? 'refused' : 'down'),
    )
    source.addEventListener('record', ({ data }) => {
      arrived.unshift({ ...JSON.parse(data), key: String(number++) })
      arrived.length = Math.min(arrived.length, MOST_KEPT)
    })
    source.addEventListener('dropped', ({ data }) => {
      dropped += JSON.parse(data).count
    })
    const timer = setInterval(() => {
      if (isPaused.current) {
        const waiting = arrived.length
        setView((before) => (before.waiting === waiting ? before : { ...before, waiting }))
        return
      }
      if (arrived.length === 0 && dropped === 0) return
      const [fresh, left] = [arrived, dropped]
      arrived = []
      dropped = 0
      setView((before) => ({
        ...before,
        records: [...fresh, ...before.records].slice(0, MOST_KEPT),
        waiting: 0,
        dropped: before.dropped + left,
      }))
    }, MOVES_EVERY_MS)
    return () => {
      clearInterval(timer)
      source.close()
    }
  }, [question])
  return view
}
