/**
 * The one event stream of the tab. An event says what changed, and the questions that this touches are
 * asked again; nothing else polls. When the stream is down, everyone can see for how long.
 */
import { useSyncExternalStore } from 'react'
import { queryClient } from '../data/index.ts'
import { touches } from './touches.ts'

export interface Live {
  readonly state: 'live' | 'reconnecting'
  /** When the stream last said something. */
  readonly heardAt: number
}

/** Questions are gathered for so long, so that a burst of facts asks once. */
const GATHER_MS = 150

let live: Live = { state: 'reconnecting', heardAt: Date.now() }
const watchers = new Set<() => void>()
const nouns = new Set<string>()
let gathering: ReturnType<typeof setTimeout> | undefined

function set(state: Live['state'], heardAt: number): void {
  live = { state, heardAt }
  for (const watcher of watchers) watcher()
}

function touch(type: string): void {
  for (const noun of touches(type)) nouns.add(noun)
  if (gathering === undefined) gathering = setTimeout(askAgain, GATHER_MS)
}

function askAgain(): void {
  gathering = undefined
  const asked = new Set(nouns)
  nouns.clear()
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => asked.has(String(queryKey[0]).split('.')[0] ?? ''),
  })
}

/** An answer that is no stream ends an event source for good; then it is opened anew after so long. */
const REOPEN_MS = 3_000

/** Listens until the returned function is called. */
export function listen(): () => void {
  let reopening: ReturnType<typeof setTimeout> | undefined
  let close = open(false)
  function open(wasDown: boolean): () => void {
    return connect(wasDown, () => {
      reopening = setTimeout(() => {
        close = open(true)
      }, REOPEN_MS)
    })
  }
  return () => {
    clearTimeout(reopening)
    close()
  }
}

function connect(isReopened: boolean, ended: () => void): () => void {
  const source = new EventSource('/api/v1/stream')
  const heard = () => set('live', Date.now())
  let wasDown = isReopened
  source.addEventListener('hello', () => {
    // A server that was away may have kept events that this tab never had an id for.
    if (wasDown) void queryClient.invalidateQueries()
    wasDown = false
    heard()
  })
  source.addEventListener('beat', heard)
  source.addEventListener('fact', (event) => {
    heard()
    touch((JSON.parse(event.data) as { type: string }).type)
  })
  source.addEventListener('hint', (event) => {
    heard()
    touch((JSON.parse(event.data) as { topic: string }).topic)
  })
  source.onerror = () => {
    wasDown = true
    set('reconnecting', live.heardAt)
    if (source.readyState === EventSource.CLOSED) ended()
  }
  return () => source.close()
}

export function useLive(): Live {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => live,
  )
}
