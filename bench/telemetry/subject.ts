/** Whoever is measured: started on a fresh folder, fed, asked, and weighed. */

export interface Subject {
  readonly name: string
  readonly pid: number
  /** Sends one request; resolves when it is acknowledged. */
  send(body: Uint8Array): Promise<void>
  /** Resolves when all that was acknowledged can be weighed. */
  settled(samples: number): Promise<void>
  /** Bytes on disk of all samples with their names. */
  diskBytes(): Promise<number>
  /** Asks in PromQL; the answer of Prometheus' HTTP API. */
  ask(path: 'query' | 'query_range', parameters: Record<string, string>): Promise<Answer>
  stop(): Promise<void>
}

export interface Answer {
  readonly result: readonly { readonly value?: readonly [number, string] }[]
}

/** Asks until it is so; what another process does has no other end to wait for. */
export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (await condition().catch(() => false)) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`${what} took more than a minute`)
}

export async function mustBeOk(answer: Response): Promise<Response> {
  if (answer.ok) return answer
  throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
}
