import { expect, test } from 'vitest'
import { answerToken, readAnswerToken, withAnswerLink } from './answer-link.ts'

const key = Buffer.from('k'.repeat(32))
const links = [
  { label: 'Acknowledge', path: '/w/shop/incidents/INC-1?do=acknowledge' },
  { label: 'All', path: '/w/shop/incidents/INC-1' },
]
const message = { title: '', lines: [], fields: [], links, data: {} }

test.each<[string, string, string | undefined]>([
  ['ours', answerToken(key, 'ntf_1'), 'ntf_1'],
  ['of another installation', answerToken(Buffer.from('x'), 'ntf_1'), undefined],
  ['of another message', answerToken(key, 'ntf_1').replace('ntf_1', 'ntf_2'), undefined],
  ['cut', answerToken(key, 'ntf_1').slice(0, -1), undefined],
  ['nothing', '', undefined],
])('a token that is %s', (_what, token, expected) => {
  expect(readAnswerToken(key, token)).toBe(expected)
})

test('only a page to a person can be answered by its link', () => {
  const page = { id: 'ntf_1', purpose: 'page', recipient: 'person:ann', message } as const
  expect(withAnswerLink(key, page).links.map(({ path }) => path)).toEqual([
    `/acknowledge/${answerToken(key, 'ntf_1')}`,
    '/w/shop/incidents/INC-1',
  ])
  expect(withAnswerLink(key, { ...page, recipient: 'channel:desk' })).toBe(message)
  expect(withAnswerLink(key, { ...page, purpose: 'update' })).toBe(message)
})
