/** Whatever becomes of a log file, each line is handed out at least once, and after a commit not again. */
import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileTail, type TailState } from './file-tail.ts'

let folder: string
let log: string
let nowMs = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsplane-tail-'))
  log = join(folder, 'app.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const NOTHING: TailState = { files: [], left: [] }
const open = (state: TailState = NOTHING, pattern = log) => {
  const tail = new FileTail([pattern], state)
  tail.discover(nowMs)
  return tail
}
/** All lines that are new, committed unless told. */
function drain(tail: FileTail, commit = true): string[] {
  const lines: string[] = []
  tail.discover(nowMs)
  for (let taken = tail.take(nowMs); taken; taken = commit ? tail.take(nowMs) : undefined) {
    lines.push(...taken.files.flatMap((file) => file.lines))
    if (commit) taken.commit()
  }
  return lines
}
const pass = (ms: number) => {
  nowMs += ms
}

describe('lines', () => {
  test('are whole: what lacks its end waits for it', () => {
    writeFileSync(log, 'one\ntw')
    const tail = open()
    expect(drain(tail)).toEqual(['one'])
    appendFileSync(log, 'o\r\n\nthree\n')
    expect(drain(tail)).toEqual(['two', 'three'])
    expect(drain(tail)).toEqual([])
  })

  test('that were not committed are handed out again', () => {
    writeFileSync(log, 'one\n')
    const tail = open()
    expect(drain(tail, false)).toEqual(['one'])
    appendFileSync(log, 'two\n')
    expect(drain(tail)).toEqual(['one', 'two'])
  })

  test('of what was there before the very first start are left out, rotated files too', () => {
    writeFileSync(log, 'old\n')
    writeFileSync(`${log}.1`, 'older\n')
    const tail = new FileTail([join(folder, '*.log')], undefined)
    tail.discover(nowMs)
    appendFileSync(log, 'new\n')
    writeFileSync(join(folder, 'later.log'), 'from its beginning\n')
    expect(drain(tail).sort()).toEqual(['from its beginning', 'new'])
  })

  test('without an end in sight are cut into pieces', () => {
    writeFileSync(log, `${'x'.repeat(300 * 1_024)}\nafter\n`)
    const lines = drain(open())
    expect(lines.map((line) => line.length)).toEqual([256 * 1_024, 44 * 1_024, 5])
  })

  test('of several files that a pattern names', () => {
    writeFileSync(log, 'a\n')
    const tail = open(NOTHING, join(folder, '*.log'))
    writeFileSync(join(folder, 'b.log'), 'b\n')
    writeFileSync(join(folder, 'b.txt'), 'c\n')
    expect(drain(tail).sort()).toEqual(['a', 'b'])
  })
})

describe('rotation', () => {
  test('by a new name: the old file is read to its end, its last line without an end too', () => {
    writeFileSync(log, 'one\n')
    const tail = open()
    drain(tail)
    renameSync(log, `${log}.1`)
    appendFileSync(`${log}.1`, 'two\nthree')
    writeFileSync(log, 'four\n')
    expect(drain(tail).sort()).toEqual(['four', 'two'])
    pass(11_000)
    expect(drain(tail)).toEqual(['three'])
    pass(11_000)
    drain(tail)
    expect(tail.state.files.map(({ path }) => path)).toEqual([log])
  })

  test('by emptying, even when it has grown beyond the offset since', () => {
    writeFileSync(log, 'one\ntwo\n')
    const tail = open()
    drain(tail)
    truncateSync(log)
    appendFileSync(log, 'three\n')
    expect(drain(tail)).toEqual(['three'])
    writeFileSync(log, 'something else that is much longer\nfour\n')
    expect(drain(tail)).toEqual(['something else that is much longer', 'four'])
  })

  test('while nobody looked: the rest is found under the new name', () => {
    writeFileSync(log, 'one\n')
    const before = open()
    drain(before)
    const { state } = before
    before.close()
    appendFileSync(log, 'two\n')
    renameSync(log, `${log}.1`)
    writeFileSync(log, 'three\n')
    const after = open(state)
    expect(drain(after).sort()).toEqual(['three', 'two'])
    expect(after.lost).toEqual([])
  })

  test('several times while nobody looked: files that were never seen are found too', () => {
    writeFileSync(log, 'one\n')
    const before = open()
    drain(before)
    const { state } = before
    before.close()
    renameSync(log, `${log}.2`)
    writeFileSync(`${log}.1`, 'two\n')
    writeFileSync(join(folder, 'app-20260105.log'), 'three\n')
    writeFileSync(join(folder, 'app.log.1.gz'), 'not to be read\n')
    writeFileSync(log, 'four\n')
    expect(drain(open(state)).sort()).toEqual(['four', 'three', 'two'])
  })

  test('to somewhere else is told of, since its last lines are lost', () => {
    writeFileSync(log, 'one\n')
    const before = open()
    drain(before)
    rmSync(log)
    const other = join(folder, 'other')
    writeFileSync(other, 'keeps the inode from being used again\n')
    const after = open(before.state)
    before.close()
    expect(after.lost).toEqual([log])
  })
})

test('through any order of writes, rotations and restarts, no line is lost and none comes twice', () => {
  type Act = 'write' | 'part' | 'rotate' | 'drain' | 'restart' | 'crash'
  const acts = fc.array(
    fc.constantFrom<Act>('write', 'write', 'part', 'rotate', 'drain', 'restart', 'crash'),
    { maxLength: 30 },
  )
  let run = 0
  fc.assert(
    fc.property(acts, (order) => {
      const path = join(folder, `run-${run++}.log`)
      let tail = open(NOTHING, path)
      const written: string[] = []
      const found: string[] = []
      let rotations = 0
      let hasOpenLine = false
      for (const act of order) {
        pass(1_000)
        if (act === 'write' || act === 'part') {
          const text = `line ${written.length}`
          if (!hasOpenLine) written.push(text)
          appendFileSync(path, `${hasOpenLine ? '' : text}${act === 'part' ? '' : '\n'}`)
          hasOpenLine = act === 'part'
        } else if (act === 'rotate' && !hasOpenLine && written.length > 0) {
          try {
            renameSync(path, `${path}.${++rotations}`)
          } catch {
            // Rotated twice with nothing in between.
          }
        } else if (act === 'drain') found.push(...drain(tail))
        else if (act === 'restart' || act === 'crash') {
          // A crash comes after lines were handed out and before they were committed.
          if (act === 'crash') drain(tail, false)
          else found.push(...drain(tail))
          const { state } = tail
          tail.close()
          tail = open(state, path)
        }
      }
      if (hasOpenLine) appendFileSync(path, '\n')
      found.push(...drain(tail))
      tail.close()
      expect(found.sort()).toEqual(written.sort())
    }),
    { numRuns: 150 },
  )
})
