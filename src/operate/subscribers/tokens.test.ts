import { describe, expect, test } from 'vitest'
import { confirmCode, linkToken, readLinkToken, webhookSecret } from './tokens.ts'

const key = Buffer.alloc(32, 1)
const other = Buffer.alloc(32, 2)
const of = { subscriber: 'sub_01k9', nonce: 'abc-_9' }

describe('links', () => {
  test('a link says whom it is for, and holds for one purpose', () => {
    const token = linkToken(key, 'confirm', of)
    expect(readLinkToken(key, 'confirm', token)).toEqual(of)
    expect(readLinkToken(key, 'unsubscribe', token)).toBeUndefined()
    expect(readLinkToken(other, 'confirm', token)).toBeUndefined()
    expect(encodeURIComponent(token)).toBe(token)
  })

  test('a link to unsubscribe needs no asking, and stays the same', () => {
    const of = { subscriber: 'sub_01k9', nonce: '' }
    const token = linkToken(key, 'unsubscribe', of)
    expect(token).toBe(linkToken(key, 'unsubscribe', of))
    expect(readLinkToken(key, 'unsubscribe', token)).toEqual(of)
  })

  test.each([
    '',
    '..',
    'sub_01k9',
    'sub_01k9.abc',
    'sub_01k9.abc.',
    'a.b.c.d',
    linkToken(key, 'confirm', of).replace('sub_01k9', 'sub_01k8'),
    linkToken(key, 'confirm', of).replace('abc', 'abd'),
    `${linkToken(key, 'confirm', of)}x`,
    linkToken(key, 'confirm', of).slice(0, -1),
  ])('what we have not made is nobody’s: %s', (token) => {
    expect(readLinkToken(key, 'confirm', token)).toBeUndefined()
  })
})

test('a code has six digits, and another asking has another one', () => {
  const codes = Array.from({ length: 200 }, (_, i) => confirmCode(key, { ...of, nonce: `n${i}` }))
  for (const code of codes) expect(code).toMatch(/^\d{6}$/)
  expect(new Set(codes).size).toBeGreaterThan(190)
  expect(confirmCode(key, of)).toBe(confirmCode(key, of))
})

test('each webhook has a secret of its own, as Standard Webhooks writes it', () => {
  expect(Buffer.from(webhookSecret(key, 'sub_1').slice(6), 'base64')).toHaveLength(32)
  expect(webhookSecret(key, 'sub_1')).not.toBe(webhookSecret(key, 'sub_2'))
})
