import { expect, test } from 'vitest'
import type { Given } from './receivers.ts'
import { judge, type Message } from './verdict.ts'

const page: Given = { receiver: 'h0', key: 'p', purpose: 'page', incident: 'a', isTaken: true }
const end: Given = { ...page, key: 'r', purpose: 'recovery' }
const message = (id: string, purpose: string): Message => ({
  ...{ id, purpose, recipient: 'channel:h0', incident: 'a' },
  ...{ attempts: 1, isAccepted: true, isUncertain: false, isEnded: false },
})
const both = [message('p', 'page'), message('r', 'recovery')]
const fine = {
  ...{ lost: 0, undecided: 0, doubled: 0, repeated: 0 },
  ...{ outOfOrder: 0, endedInDoubt: 0, unrecovered: 0, unrecorded: 0 },
}

test.each<[string, Given[], Message[], object]>([
  ['all is well', [page, end], both, {}],
  ['a message that nobody has', [page], both, { lost: 1 }],
  [
    'a page under two keys',
    [page, { ...page, key: 'q' }, end],
    [...both, message('q', 'page')],
    { doubled: 1 },
  ],
  ['a page again under its key', [page, page, end], both, { repeated: 1, unrecorded: 1 }],
  ['an end before its page', [end, page], both, { outOfOrder: 1 }],
  ['an end without a page', [end], [both[1]!], { outOfOrder: 1 }],
  [
    'an end of a page that may have arrived',
    [end],
    [{ ...both[0]!, isAccepted: false, isUncertain: true, isEnded: true }, both[1]!],
    { endedInDoubt: 1 },
  ],
  [
    'an end before a page that may have arrived',
    [end, page],
    [{ ...both[0]!, isUncertain: true }, both[1]!],
    { outOfOrder: 1 },
  ],
  ['a page without an end', [page], [both[0]!], { unrecovered: 1 }],
  [
    'a message of which nothing became',
    [page, end],
    [...both, { ...message('x', 'page'), isAccepted: false }],
    { undecided: 1 },
  ],
])('%s', (_what, given, messages, broken) => {
  expect(judge(given, messages)).toEqual({ ...fine, ...broken })
})
