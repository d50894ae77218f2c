/**
 * The newest facts as several readers want them, each from a place of its own: read once, and read on when the
 * ledger has grown in the meantime. Whoever is far behind reads for himself.
 */
import type { Fact } from './fact.ts'
import type { Ledger } from './ledger.ts'

export interface Tail {
  /** Facts of these types behind a position, in order, and up to where that is all of them when there are none. */
  behind(
    position: number,
    types: readonly string[],
  ): Promise<{ readonly facts: readonly Fact[]; readonly upTo: number }>
}

const BATCH = 100

export function createTail(options: {
  readonly ledger: Pick<Ledger, 'read'>
  /** The lowest position that is asked about. */
  readonly from: number
  /** All types that are asked about. */
  readonly wanted: readonly string[]
  /** Position of the newest fact as far as is known; it may grow. */
  readonly head: () => number
}): Tail {
  const { ledger, from, wanted } = options
  const facts: Fact[] = []
  /** All wanted facts behind `from` and up to here are in hand. */
  let upTo = from
  let head = from
  /** There are more than one reading brings. */
  let isLong = false

  async function readOn(): Promise<void> {
    head = options.head()
    if (head <= upTo || isLong) return
    const more = await ledger.read({ after: upTo, upTo: head, types: wanted, limit: BATCH })
    facts.push(...more)
    isLong = more.length === BATCH
    upTo = isLong ? more.at(-1)!.position : head
  }

  return {
    async behind(position, types) {
      await readOn()
      const found = facts.filter((fact) => fact.position > position && types.includes(fact.type))
      if (found.length > 0 || !isLong) return { facts: found, upTo }
      const after = Math.max(position, upTo)
      if (after >= head) return { facts: [], upTo: head }
      return { facts: await ledger.read({ after, upTo: head, types, limit: BATCH }), upTo: head }
    },
  }
}
