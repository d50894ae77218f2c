import { expect, test } from 'vitest'
import type { Fact } from './fact.ts'
import type { FactQuery } from './read.ts'
import { createTail } from './tail.ts'

/** A ledger of so many facts, of the types a and b in turns; it counts how often it is read. */
function ledgerOf(size: number) {
  const facts = Array.from(
    { length: size },
    (_, i) => ({ position: i + 1, type: i % 2 ? 'b' : 'a' }) as Fact,
  )
  const ledger = {
    reads: 0,
    head: size,
    append: (type: string) => facts.push({ position: ++ledger.head, type } as Fact),
    async read({ after = 0, upTo = 1e9, types = [], limit = 200 }: FactQuery) {
      ledger.reads++
      return facts
        .filter(
          ({ position, type }) => position > after && position <= upTo && types.includes(type),
        )
        .slice(0, limit)
    },
  }
  return ledger
}

const tailOf = (ledger: ReturnType<typeof ledgerOf>, from = 0) =>
  createTail({ ledger, from, wanted: ['a', 'b'], head: () => ledger.head })
const positions = ({ facts }: { facts: readonly Fact[] }) => facts.map(({ position }) => position)

test('several readers share one reading, each from its own place', async () => {
  const ledger = ledgerOf(6)
  const tail = tailOf(ledger)
  expect(positions(await tail.behind(0, ['a']))).toEqual([1, 3, 5])
  expect(positions(await tail.behind(3, ['b']))).toEqual([4, 6])
  expect(await tail.behind(6, ['b'])).toEqual({ facts: [], upTo: 6 })
  expect(ledger.reads).toBe(1)
})

test('what comes in between is seen by the next reader', async () => {
  const ledger = ledgerOf(2)
  const tail = tailOf(ledger)
  await tail.behind(0, ['a'])
  ledger.append('b')
  expect(positions(await tail.behind(2, ['b']))).toEqual([3])
})

test('a reader whose facts lie behind those of a long reading misses none', async () => {
  const ledger = ledgerOf(250)
  for (let i = 0; i < 150; i++) ledger.append('c')
  const tail = createTail({ ledger, from: 0, wanted: ['a', 'b', 'c'], head: () => ledger.head })
  const seen: number[] = []
  for (let position = 0; ; ) {
    const { facts, upTo } = await tail.behind(position, ['c'])
    if (facts.length === 0) {
      expect(upTo).toBe(400)
      break
    }
    seen.push(...facts.map((fact) => fact.position))
    position = seen.at(-1)!
  }
  expect(seen).toEqual(Array.from({ length: 150 }, (_, i) => 251 + i))
})
