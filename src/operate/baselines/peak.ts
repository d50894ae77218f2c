/** The greatest of what was seen in a span of time, in a few parts of it, so that it needs no memory of each value. */

const PARTS = 10

export interface PeakState {
  readonly parts: readonly (readonly [part: number, greatest: number])[]
}

export class Peak {
  readonly #partMs: number
  #parts: [part: number, greatest: number][] = []

  constructor(spanMs: number) {
    this.#partMs = Math.max(1, spanMs / PARTS)
  }

  /** Whether it is greater than all of the span before it. */
  take(timeMs: number, value: number): boolean {
    const part = Math.floor(timeMs / this.#partMs)
    this.#parts = this.#parts.filter(([one]) => one >= part - PARTS)
    const isPeak = this.#parts.every(([, greatest]) => value > greatest)
    const last = this.#parts.at(-1)
    if (last?.[0] === part) last[1] = Math.max(last[1], value)
    else this.#parts.push([part, value])
    return isPeak
  }

  toState(): PeakState {
    return { parts: this.#parts.map(([part, greatest]) => [part, greatest] as const) }
  }

  restore({ parts }: PeakState): void {
    this.#parts = parts.map(([part, greatest]) => [part, greatest])
  }
}
