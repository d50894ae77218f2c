/** Scripts rely on exit codes: each kind of end has its own, and never another. */
import { expect, test } from 'vitest'
import { ApiError, Unreachable } from '#api/client'
import { defineError, type ErrorKind } from '#base'
import { CliError } from './cli-error.ts'
import { AnswerIsNo, EXIT, exitCodeOf, HasFailed, isSaid, WaitsForPerson } from './exit.ts'

const answered = (status: number) =>
  new ApiError({
    type: 'about:blank',
    title: 'no',
    status,
    code: 'test.no',
    detail: 'No.',
    requestId: '',
  })
const ours = (kind: ErrorKind) =>
  new (defineError('test.ours', kind, { message: () => 'Ours.' }))({})
const cli = (kind: ErrorKind) => new CliError({ code: 'cli.test', kind, message: 'Ours.' })

test.each([
  ['an answer that is no', new AnswerIsNo(), EXIT.no],
  ['somebody has to decide', new WaitsForPerson(), EXIT.waits],
  ['what it started failed', new HasFailed(), EXIT.failed],
  ['nothing answers', new Unreachable('http://127.0.0.1:1', undefined), EXIT.unreachable],
  ['the server says wrong request', answered(400), EXIT.usage],
  ['the server says not signed in', answered(401), EXIT.access],
  ['the server says not allowed', answered(403), EXIT.access],
  ['the server says not found', answered(404), EXIT.failed],
  ['the server says conflict', answered(409), EXIT.failed],
  ['the server failed', answered(500), EXIT.failed],
  ['bad input of ours', ours('bad-input'), EXIT.usage],
  ['not signed in, ours', ours('unauthenticated'), EXIT.access],
  ['not allowed, ours', ours('forbidden'), EXIT.access],
  ['a conflict of ours', ours('conflict'), EXIT.failed],
  ['wrong usage of the command line', cli('bad-input'), EXIT.usage],
  ['a thing the command line did not find', cli('not-found'), EXIT.failed],
  ['an error nobody foresaw', new TypeError('x is not a function'), EXIT.failed],
  ['a thrown word', 'no', EXIT.failed],
])('%s', (_what, error, code) => {
  expect(exitCodeOf(error)).toBe(code)
})

test('the codes are those of the guide, and no two are the same', () => {
  expect(EXIT).toEqual({
    ok: 0,
    failed: 1,
    usage: 2,
    no: 3,
    access: 4,
    unreachable: 5,
    waits: 6,
    interrupted: 130,
  })
})

test('only commands that have said everything end without another word', () => {
  expect([new AnswerIsNo(), new WaitsForPerson(), new HasFailed()].every(isSaid)).toBe(true)
  expect([answered(500), cli('bad-input'), new Error('x')].some(isSaid)).toBe(false)
})
