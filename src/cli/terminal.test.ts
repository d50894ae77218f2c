/** What commands print: data alone on standard output, aligned, and readable without colour or UTF-8. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTerminal, type TerminalOptions, type Tone } from './terminal.ts'

let out = ''
let err = ''

beforeEach(() => {
  out = ''
  err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function terminalIn(locale: string, options: TerminalOptions = { color: false }) {
  vi.stubEnv('LC_ALL', locale)
  return createTerminal(options)
}

test('columns are aligned, two spaces apart, and lines do not end in spaces', () => {
  terminalIn('C.UTF-8').table(
    ['incident', 'title'],
    [
      ['INC-7', 'Checkout fails'],
      ['INC-1234', ''],
    ],
  )
  expect(out).toBe('incident  title\nINC-7     Checkout fails\nINC-1234\n')
})

test('colours do not move columns', () => {
  vi.stubEnv('LC_ALL', 'C.UTF-8')
  const painted = (text: string) => `\u001b[31m${text}\u001b[39m`
  createTerminal({ color: false }).table(
    ['a', 'b'],
    [
      [painted('x'), 'y'],
      ['xxx', 'z'],
    ],
  )
  expect(out.split('\n')[1]).toBe(`${painted('x')}    y`)
})

test.each<[Tone, string, string]>([
  ['ok', '● up', '* up'],
  ['warn', '▲ up', '! up'],
  ['crit', '◆ up', 'x up'],
  ['info', '■ up', 'i up'],
  ['run', '◐ up', '> up'],
  ['unk', '○ up', '? up'],
])('%s is a mark with a word, in ASCII where the locale asks for it', (tone, utf8, ascii) => {
  expect(terminalIn('de_DE.UTF-8').status(tone, 'up')).toBe(utf8)
  expect(terminalIn('C').status(tone, 'up')).toBe(ascii)
})

test('data is one document with its next page', () => {
  const terminal = terminalIn('C.UTF-8', { json: true })
  terminal.data([1, 2], 'cursor')
  expect(JSON.parse(out)).toEqual({ data: [1, 2], next: 'cursor' })
  out = ''
  terminal.data({ ok: true })
  expect(JSON.parse(out)).toEqual({ data: { ok: true }, next: null })
})

test('words for people never stand on standard output, and --quiet keeps them back', () => {
  terminalIn('C.UTF-8').note('hello')
  createTerminal({ quiet: true }).note('never')
  expect({ out, err }).toEqual({ out: '', err: 'hello\n' })
})

test('times are ISO 8601 where no person reads along', () => {
  expect(terminalIn('C.UTF-8').time('2026-03-04T05:06:07.000Z')).toBe('2026-03-04T05:06:07.000Z')
})
