/**
 * Watches the abort conditions while a fault is in. What it remembers may be lost in a restart: then a
 * condition must hold for its time anew, from the first look.
 */
import { durationMs, messageOf } from '#base'
import { holds } from './condition.ts'
import type { Drill } from './drill.ts'

/** A condition that cannot be seen for this long ends the drill: a fault is never in unwatched. */
export const BLIND_MS = 60_000

export interface Watch {
  /** Why the drill must be aborted now; undefined when it may go on. */
  look(drill: Drill, nowMs: number): Promise<string | undefined>
  forget(drill: string): void
}

export function openWatch(querySignal: (query: string) => Promise<number | null>): Watch {
  /** Since when each condition has held, or could not be seen. */
  const since = new Map<string, { breachedMs?: number; blindMs?: number }>()

  return {
    async look(drill, nowMs) {
      for (const [index, { signal, when, for: lasting }] of drill.spec.abort.entries()) {
        const key = `${drill.id} ${index}`
        const { value, why } = await ask(drill.signals[signal])
        const breached = holds(when, value)
        const before = since.get(key)
        if (breached === undefined) {
          const blindMs = before?.blindMs ?? nowMs
          since.set(key, { blindMs })
          if (nowMs - blindMs >= BLIND_MS)
            return `${signal} could not be seen for ${BLIND_MS / 1_000} s${why}`
        } else if (breached) {
          const breachedMs = before?.breachedMs ?? nowMs
          since.set(key, { breachedMs })
          if (nowMs - breachedMs >= durationMs(lasting))
            return `${signal} is ${value}, and the drill ends when it is ${when}`
        } else since.delete(key)
      }
      return undefined
    },
    forget(drill) {
      for (const key of since.keys()) if (key.startsWith(`${drill} `)) since.delete(key)
    },
  }

  async function ask(query: string | undefined): Promise<{ value: number | null; why: string }> {
    if (query === undefined) return { value: null, why: ': it was not in the model' }
    try {
      return { value: await querySignal(query), why: '' }
    } catch (error) {
      return { value: null, why: `: ${messageOf(error)}` }
    }
  }
}
