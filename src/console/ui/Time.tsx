/** A moment, with the full timestamp and its zone in the title. `Age` and `Since` count along. */
import { useEffect, useState } from 'react'
import { ago, clockTime, clockTimeExact, duration, fullTime, type Moment } from './time.ts'

export function Time({ at, seconds }: { at: Moment; seconds?: boolean }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {seconds ? clockTimeExact(at) : clockTime(at)}
    </time>
  )
}

/** `4 min ago`. */
export function Age({ at }: { at: Moment }) {
  useTick(10_000)
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {ago(at)}
    </time>
  )
}

/** `55 min 12 s`, counting. */
export function Since({ at, until }: { at: Moment; until?: Moment | null }) {
  useTick(until ? 0 : 1000)
  return <>{duration((until ? new Date(until).getTime() : Date.now()) - new Date(at).getTime())}</>
}

function useTick(everyMs: number): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (!everyMs) return
    const timer = setInterval(() => tick((n) => n + 1), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}
