import { expect, test } from 'vitest'
import { ApiError } from '#api/client'
import { mistakeOf, placeOf } from './mistake.ts'

const refused = (status: number, detail: string) =>
  new ApiError({ type: '', title: '', status, code: 'x', detail, hint: 'Do so.', requestId: '' })

test('a mistake is placed where the words of the server say', () => {
  expect(mistakeOf(refused(400, 'is not understood at column 9: no value'), 'level>= (')).toEqual({
    message: 'is not understood at column 9: no value',
    hint: 'Do so.',
    place: { line: 0, column: 8 },
  })
  expect(placeOf('select a\nfrm b', 9)).toEqual({ line: 1, column: 0 })
  expect(mistakeOf(refused(400, 'the bad range'), 'x')).not.toHaveProperty('place')
})

test('what is not the fault of the question is no mistake of it', () => {
  expect(mistakeOf(refused(503, 'down'), 'x')).toBeUndefined()
  expect(mistakeOf(new Error('gone'), 'x')).toBeUndefined()
})
