/** Packets are kept together by their sender; what comes faster than it can be kept is dropped, and counted. */
import { expect, test } from 'vitest'
import { silentLog } from '#base'
import { createPacketBuffer } from './packet-buffer.ts'

const packet = (text: string) => Buffer.from(text)

test('packets of a moment are kept together, those that come meanwhile afterwards, the rest is counted', async () => {
  const kept: [string, string[]][] = []
  const refused: [string, number][] = []
  let goOn: () => void = () => {}
  const first = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const buffer = createPacketBuffer({
    async keep(messages, sender) {
      kept.push([sender, messages.map(String)])
      if (sender === 'broken') throw new Error('the disk is full')
      if (kept.length === 1) await first
    },
    refuse: (code, count) => refused.push([code, count]),
    log: silentLog,
    maxPackets: 3,
  })
  buffer.add('a', packet('1'))
  buffer.add('a', packet('2'))
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  expect(kept).toEqual([['a', ['1', '2']]])
  for (const text of ['3', '4', '5', '6']) buffer.add('b', packet(text))
  goOn()
  await buffer.flushed()
  expect(kept[1]).toEqual(['b', ['3', '4', '5']])
  buffer.add('broken', packet('7'))
  await buffer.flushed()
  expect(refused).toEqual([
    ['packet-overflow', 1],
    ['packet-not-kept', 1],
  ])
})
