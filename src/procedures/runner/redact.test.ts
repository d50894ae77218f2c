import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readOutputs } from './outputs.ts'
import { createRedactor } from './redact.ts'

const clean = (secret: string, chunks: readonly string[]) => {
  const redactor = createRedactor([secret])
  return chunks.map((chunk) => redactor.push(chunk)).join('') + redactor.end()
}

test('a secret never leaves, however the stream is cut', () => {
  const secret = 'hunter2-and-more'
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
      (before, after, cuts) => {
        const text = `${before}${secret}${after}`
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b),
          text.length,
        ]
        const chunks = places.slice(1).map((end, i) => text.slice(places[i], end))
        expect(clean(secret, chunks)).not.toContain(secret)
      },
    ),
  )
})
test('nor does it leave as base64, in a URL, or in JSON', () => {
  const secret = 'p@ss/word "quoted"'
  for (const form of [
    Buffer.from(secret).toString('base64'),
    encodeURIComponent(secret),
    JSON.stringify(secret),
  ])
    expect(clean(secret, [form])).toContain('***')
})
test('other text is left alone', () => {
  expect(clean('hunter2-and-more', ['hello ', 'world\n'])).toBe('hello world\n')
})
test('outputs are lines of key=value, or longer texts to an end mark; a secret is blackened', () => {
  expect(
    readOutputs('a=1\nb<<END\nx\ny\nEND\nnot a pair\nc=my-secret-value', ['secret-value']),
  ).toEqual({ a: '1', b: 'x\ny', c: '***' })
})
