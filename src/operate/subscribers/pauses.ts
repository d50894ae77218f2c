/** A way that refuses everything is left alone for a while, longer each time: a mail server that is down, a gateway. */
import type { SubscriberKind } from './address.ts'
import type { SendOutcome } from './decide.ts'

const AFTER_FAILURES = 5
const FIRST_MS = 1_000
const LONGEST_MS = 60_000

interface Refusing {
  failures: number
  pauses: number
  untilMs: number
}

export class Pauses {
  readonly #refusing = new Map<SubscriberKind, Refusing>()

  heard(kind: SubscriberKind, outcome: SendOutcome, nowMs: number): void {
    // Webhooks are somebody else's each: that one is down says nothing of the next.
    if (kind === 'webhook') return
    if (outcome.kind === 'accepted' || outcome.permanent) {
      this.#refusing.delete(kind)
      return
    }
    const one = this.#refusing.get(kind) ?? { failures: 0, pauses: 0, untilMs: 0 }
    this.#refusing.set(kind, one)
    // What was in hand together fails together, and counts once.
    if (one.untilMs > nowMs || (++one.failures < AFTER_FAILURES && one.pauses === 0)) return
    one.untilMs = nowMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** one.pauses++)
  }

  /** Ways that are left alone now. */
  at(nowMs: number): SubscriberKind[] {
    return [...this.#refusing].flatMap(([kind, { untilMs }]) => (untilMs > nowMs ? [kind] : []))
  }
}
