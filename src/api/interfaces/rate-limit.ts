/** How often one sender may come: a bucket that refills evenly. Senders that are not seen for a minute are forgotten. */

const MINUTE_MS = 60_000
const MOST_SENDERS = 50_000

interface Bucket {
  left: number
  atMs: number
}

export class RateLimit {
  readonly #buckets = new Map<string, Bucket>()
  readonly #mostSenders: number

  constructor(mostSenders = MOST_SENDERS) {
    this.#mostSenders = mostSenders
  }

  /** Whether this sender may come now; counts it when it may. */
  allows(sender: string, perMinute: number, nowMs: number): boolean {
    const known = this.#buckets.get(sender)
    if (!known && this.#buckets.size >= this.#mostSenders) {
      this.#forget(nowMs)
      if (this.#buckets.size >= this.#mostSenders) return false
    }
    const { left, atMs } = known ?? { left: perMinute, atMs: nowMs }
    const refilled = Math.min(perMinute, left + ((nowMs - atMs) / MINUTE_MS) * perMinute)
    const allowed = refilled >= 1
    this.#buckets.set(sender, { left: allowed ? refilled - 1 : refilled, atMs: nowMs })
    return allowed
  }

  #forget(nowMs: number): void {
    for (const [sender, { atMs }] of this.#buckets)
      if (nowMs - atMs >= MINUTE_MS) this.#buckets.delete(sender)
  }
}
