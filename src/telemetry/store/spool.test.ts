import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock, silentLog } from '#base'
import { type Segment, Spool, type SpoolOptions } from './spool.ts'
import { encodeFrame, readFrames } from './wal.ts'

let folder: string
let segments: Segment[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsplane-spool-'))
  segments = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function newSpool(more: Partial<SpoolOptions> = {}): Spool {
  return new Spool({
    folder,
    log: silentLog,
    clock: new ManualClock(),
    segmentBytes: 1_000_000,
    segmentMs: 60_000,
    maxBytes: 1_000_000,
    onSegment: (segment) => segments.push(segment),
    ...more,
  })
}
const rows = (text: string) => new Map([['logs' as const, Buffer.from(text)]])
const textsOf = async (segment: Segment) =>
  (readFrames(await readFile(segment.path)).get('logs') ?? []).map(String)

test('what is appended together is one write; a rotation hands on all that was acknowledged', async () => {
  const spool = newSpool()
  await spool.recover()
  await Promise.all(['a', 'b', 'c'].map((text) => spool.append(rows(text))))
  await spool.append(rows('d'))
  await spool.rotate()
  await spool.append(rows('e'))
  await spool.close()
  expect(await Promise.all(segments.map(textsOf))).toEqual([['a', 'b', 'c', 'd'], ['e']])
  expect(spool.bytes).toBe(segments[0]!.bytes + segments[1]!.bytes)
  await expect(spool.append(rows('f'))).rejects.toMatchObject({
    code: 'telemetry.spool-unwritable',
  })
})

test('files of a former run are handed on in order; a torn tail is left out and the rest kept', async () => {
  const whole = encodeFrame(rows('kept'))
  await writeFile(join(folder, '000000000000002-1-000000000.wal'), whole)
  await writeFile(join(folder, '000000000000001-1-000000000.wal'), Buffer.concat([whole, whole]))
  await writeFile(join(folder, '000000000000001-1-000000000-logs.rows'), 'half written')
  await appendFile(
    join(folder, '000000000000002-1-000000000.wal'),
    whole.subarray(0, whole.length - 1),
  )
  await newSpool().recover()
  expect(await Promise.all(segments.map(textsOf))).toEqual([['kept', 'kept'], ['kept']])
  expect((await readdir(folder)).filter((name) => name.endsWith('.rows'))).toEqual([])
})

test('a frame with one changed bit, or a tail of zeros, ends the reading', () => {
  const frame = encodeFrame(rows('text'))
  for (let bit = 0; bit < frame.length * 8; bit++) {
    const changed = Buffer.concat([encodeFrame(rows('first')), frame])
    const at = changed.length - frame.length + (bit >> 3)
    changed[at]! ^= 1 << (bit & 7)
    expect((readFrames(changed).get('logs') ?? []).map(String)).toEqual(['first'])
  }
  const zeros = Buffer.concat([frame, Buffer.alloc(100)])
  expect(readFrames(zeros).get('logs')!.map(String)).toEqual(['text'])
})

test('nothing is taken while too much waits, and again when it was stored', async () => {
  const spool = newSpool({ maxBytes: 100 })
  await spool.append(rows('x'.repeat(200)))
  await expect(spool.append(rows('y'))).rejects.toMatchObject({
    code: 'telemetry.spool-full',
    kind: 'unavailable',
  })
  await spool.rotate()
  spool.forget(segments[0]!)
  await spool.append(rows('z'))
  await spool.close()
  expect(await textsOf(segments[1]!)).toEqual(['z'])
})

test('when the disk takes no more, the sender is told and what was acknowledged is whole', async () => {
  // The limit on the size of files is the fault that needs no mount: the kernel refuses the write.
  const output = execFileSync(
    'sh',
    ['-c', 'ulimit -f 128; exec node --import tsx test/harness/spool-writer.ts "$1"', 'sh', folder],
    { encoding: 'utf8' },
  )
  const { acknowledged, code } = JSON.parse(output) as { acknowledged: number; code: string }
  expect(code).toBe('telemetry.spool-unwritable')
  expect(acknowledged).toBeGreaterThan(10)
  await newSpool().recover()
  expect(segments).toHaveLength(1)
  const found = readFrames(await readFile(segments[0]!.path)).get('samples')!
  expect(found.map((part) => part[0]! - 1)).toEqual(
    Array.from({ length: acknowledged }, (_, i) => i % 255),
  )
})
