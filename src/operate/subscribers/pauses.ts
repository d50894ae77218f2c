/** A way that refuses everything is left alone for a while, longer each time: a mail server that is down, a gateway. */
import type { SubscriberKind } from './address.ts'
import type { SendOutcome } from './decide.ts'

const AFTER_FAILURES = 5
const FIRST_MS = 1_000
const LONGEST_MS = 60_000

export class Pauses {
  readonly #failures = new Map<SubscriberKind, number>()
  readonly #untilMs = new Map<SubscriberKind, number>()

  heard(kind: SubscriberKind, outcome: SendOutcome, nowMs: number): void {
    // Webhooks are somebody else's each; that one is down says nothing of the next.
    if (kind === 'webhook') return
    if (outcome.kind === 'accepted' || outcome.permanent) {
      this.#failures.delete(kind)
      return
    }
    const failures = (this.#failures.get(kind) ?? 0) + 1
    this.#failures.set(kind, failures)
    // What was in hand together fails together, and counts once.
    if (failures < AFTER_FAILURES || (this.#untilMs.get(kind) ?? 0) > nowMs) return
    const times = Math.min(10, Math.floor(failures / AFTER_FAILURES) - 1)
    this.#untilMs.set(kind, nowMs + Math.min(LONGEST_MS, FIRST_MS * 2 ** times))
  }

  now(nowMs: number): SubscriberKind[] {
    return [...this.#untilMs].flatMap(([kind, untilMs]) => (untilMs > nowMs ? [kind] : []))
  }
}
