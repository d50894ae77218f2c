/** Pushes what a target says: all series once a second, and one at once when it is switched. */
import { remoteWrite1, TYPE_1 } from '../../test/harness/remote-write-encoder.ts'
import { mustBeOk } from '../telemetry/subject.ts'
import { preciseMs } from './receiver.ts'
import { METRIC, type Target } from './target.ts'

const EVERY_MS = 1_000

export class Feed {
  readonly #url: string
  readonly #target: Target
  #timer: NodeJS.Timeout | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(url: string, target: Target) {
    this.#url = url
    this.#target = target
  }

  start(): void {
    this.#timer = setInterval(() => {
      const { values, away } = this.#target
      // The server may be away for a while: the next second’s samples are sent anyway.
      if (!away) this.#last = this.#send([...values.keys()]).catch(() => {})
    }, EVERY_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#last
  }

  /** Resolves when the sample is acknowledged; when it was sent, and when that was. */
  async push(series: number): Promise<{ sentMs: number; ackedMs: number }> {
    const sentMs = preciseMs()
    await this.#send([series])
    return { sentMs, ackedMs: preciseMs() }
  }

  async #send(series: readonly number[]): Promise<void> {
    const timeMs = Date.now()
    const body = remoteWrite1(
      series.map((i) => ({
        labels: [
          ['__name__', METRIC],
          ['series', String(i)],
        ],
        samples: [{ value: this.#target.values[i]!, timeMs }],
      })),
    )
    const answer = await fetch(`${this.#url}/api/v1/write`, {
      method: 'POST',
      body: body as Uint8Array<ArrayBuffer>,
      headers: { 'content-type': TYPE_1, 'content-encoding': 'snappy' },
    })
    await (await mustBeOk(answer)).arrayBuffer()
  }
}
