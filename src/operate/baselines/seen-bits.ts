/**
 * Which cells of a small grid have been seen, in bits, and how far the nearest one is. Memory is of two
 * generations, so that what was not seen for one to two generations is forgotten; nothing is ever swept.
 */

export class SeenBits {
  /** Cells along one side. */
  readonly side: number
  readonly #dimensions: 1 | 2
  #current: Uint8Array
  #former: Uint8Array
  #any = false

  constructor(side: number, dimensions: 1 | 2) {
    this.side = side
    this.#dimensions = dimensions
    const bytes = Math.ceil(side ** dimensions / 8)
    this.#current = new Uint8Array(bytes)
    this.#former = new Uint8Array(bytes)
  }

  get isEmpty(): boolean {
    return !this.#any
  }

  add(x: number, y = 0): void {
    const at = y * this.side + x
    this.#current[at >> 3]! |= 1 << (at & 7)
    this.#any = true
  }

  /** Begins a new generation. */
  turn(): void {
    this.#former = this.#current
    this.#current = new Uint8Array(this.#former.length)
  }

  /** Distance to the nearest seen cell, in cells; undefined when nothing was seen. */
  distance(x: number, y = 0): number | undefined {
    if (!this.#any) return undefined
    return this.#dimensions === 1 ? this.#along(x) : this.#around(x, y)
  }

  /** Seen cells, each once. */
  *cells(): IterableIterator<readonly [x: number, y: number]> {
    const rows = this.#dimensions === 1 ? 1 : this.side
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < this.side; x++) if (this.#has(x, y)) yield [x, y]
  }

  toState(): string {
    return Buffer.concat([this.#current, this.#former]).toString('base64')
  }

  static fromState(side: number, dimensions: 1 | 2, state: string): SeenBits {
    const seen = new SeenBits(side, dimensions)
    const bytes = Buffer.from(state, 'base64')
    const size = seen.#current.length
    if (bytes.length !== size * 2) throw new Error(`${bytes.length} bytes are no grid of ${size}`)
    seen.#current.set(bytes.subarray(0, size))
    seen.#former.set(bytes.subarray(size))
    seen.#any = bytes.some((byte) => byte !== 0)
    return seen
  }

  #has(x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= this.side || y >= this.side) return false
    const at = y * this.side + x
    return ((this.#current[at >> 3]! | this.#former[at >> 3]!) & (1 << (at & 7))) !== 0
  }

  #along(x: number): number | undefined {
    for (let far = 0; far < this.side; far++)
      if (this.#has(x - far, 0) || this.#has(x + far, 0)) return far
    return undefined
  }

  /** Rings of squares: a cell of the next ring may be nearer than the corner of this one. */
  #around(x: number, y: number): number | undefined {
    let nearest = Number.POSITIVE_INFINITY
    for (let ring = 0; ring < this.side && ring <= nearest; ring++)
      for (let i = -ring; i <= ring; i++) {
        const isSeen =
          this.#has(x + i, y - ring) ||
          this.#has(x + i, y + ring) ||
          this.#has(x - ring, y + i) ||
          this.#has(x + ring, y + i)
        if (isSeen) nearest = Math.min(nearest, Math.hypot(ring, i))
      }
    return Number.isFinite(nearest) ? nearest : undefined
  }
}
