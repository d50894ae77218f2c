/**
 * When whom is asked: each at its own offset within its interval, so that a thousand targets are not asked in
 * the same millisecond, and each at the same offset after a restart. A heap, since only the next one matters.
 */
import { createHash } from 'node:crypto'

interface Entry<Item> {
  readonly key: string
  readonly item: Item
  readonly intervalMs: number
  dueMs: number
}

export class Timetable<Item> {
  readonly #heap: Entry<Item>[] = []
  readonly #byKey = new Map<string, Entry<Item>>()

  /** When the next one is due, in milliseconds since 1970. */
  get nextMs(): number | undefined {
    this.#forgetRemoved()
    return this.#heap[0]?.dueMs
  }

  /** Puts it at the first of its times that is not past; an equal key replaces. */
  add(key: string, item: Item, intervalMs: number, nowMs: number): void {
    const offset = offsetOf(key, intervalMs)
    const dueMs = Math.ceil((nowMs - offset) / intervalMs) * intervalMs + offset
    const entry = { key, item, intervalMs, dueMs }
    this.#byKey.set(key, entry)
    this.#push(entry)
  }

  remove(key: string): void {
    this.#byKey.delete(key)
  }

  /** Those that are due, each once with the time it was due, however long nobody looked. */
  takeDue(nowMs: number): { item: Item; dueMs: number }[] {
    const due: { item: Item; dueMs: number }[] = []
    for (;;) {
      this.#forgetRemoved()
      const entry = this.#heap[0]
      if (!entry || entry.dueMs > nowMs) return due
      this.#pop()
      // Times that went by unseen are left out: their values are gone.
      const missed = Math.floor((nowMs - entry.dueMs) / entry.intervalMs)
      const dueMs = entry.dueMs + missed * entry.intervalMs
      due.push({ item: entry.item, dueMs })
      entry.dueMs = dueMs + entry.intervalMs
      this.#push(entry)
    }
  }

  #forgetRemoved(): void {
    while (this.#heap[0] && this.#byKey.get(this.#heap[0].key) !== this.#heap[0]) this.#pop()
  }

  #push(entry: Entry<Item>): void {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heap[parent]!.dueMs <= entry.dueMs) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.dueMs < heap[child]!.dueMs) child++
      if (last.dueMs <= heap[child]!.dueMs) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
  }
}

function offsetOf(key: string, intervalMs: number): number {
  return createHash('sha256').update(key).digest().readUInt32LE(0) % intervalMs
}
