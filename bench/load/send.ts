/** Sends requests with several in flight, and again when it is told to wait; counts what it was told. */

export interface Sent {
  requests: number
  items: number
  /** Answers of 429 and 503; each was sent again. */
  toldToWait: number
  /** Other answers that are no yes. */
  refused: number
  bytes: number
}

export const OTLP = { 'content-type': 'application/x-protobuf' }
export const REMOTE_WRITE = { ...OTLP, 'content-encoding': 'snappy' }

export class Sender {
  readonly sent: Sent = { requests: 0, items: 0, toldToWait: 0, refused: 0, bytes: 0 }
  /** From the first try until it was acknowledged, in milliseconds. */
  readonly ackMs: number[] = []
  readonly #url: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #inFlight: number
  readonly #flying = new Set<Promise<void>>()

  constructor(url: string, headers: Readonly<Record<string, string>>, inFlight: number) {
    this.#url = url
    this.#headers = headers
    this.#inFlight = inFlight
  }

  /** Resolves when there is room for the next one. The bytes must not change until they are acknowledged. */
  async send(bytes: Uint8Array, items: number): Promise<void> {
    const one: Promise<void> = this.#post(bytes, items).finally(() => this.#flying.delete(one))
    this.#flying.add(one)
    if (this.#flying.size >= this.#inFlight) await Promise.race(this.#flying)
  }

  async done(): Promise<void> {
    await Promise.all(this.#flying)
  }

  async #post(bytes: Uint8Array, items: number): Promise<void> {
    const began = performance.now()
    for (;;) {
      const answer = await fetch(this.#url, {
        method: 'POST',
        body: bytes as Uint8Array<ArrayBuffer>,
        headers: this.#headers,
      })
      const text = await answer.text()
      if (answer.status === 429 || answer.status === 503) {
        this.sent.toldToWait++
        const seconds = Number(answer.headers.get('retry-after') ?? 1)
        await new Promise((resume) => setTimeout(resume, seconds * 1_000))
        continue
      }
      if (answer.ok) {
        this.sent.requests++
        this.sent.items += items
        this.sent.bytes += bytes.length
        this.ackMs.push(performance.now() - began)
      } else {
        this.sent.refused++
        if (this.sent.refused === 1)
          process.stderr.write(`${this.#url}: ${answer.status} ${text.slice(0, 300)}\n`)
      }
      return
    }
  }
}
