/** The promise: every panel has all its states, each with its words and its way out. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ApiError, Unreachable } from '#api/client'
import { Answer } from './Panel.tsx'
import { Empty, TooMuch } from './states.tsx'
import { Table } from './Table.tsx'

const refetch = (() => Promise.reject()) as never
const none = { data: undefined, error: null, isPending: false, dataUpdatedAt: 0, refetch }

function shown(answer: object): string {
  const props = {
    answer: { ...none, ...answer } as never,
    children: (list: string[]) => list.join(),
    empty: (list: string[]) => list.length === 0 && createElement(Empty, { title: 'None yet' }),
  }
  return renderToStaticMarkup(createElement(Answer<string[]>, props))
}

const refusal = (status: number) =>
  new ApiError({
    type: 'about:blank',
    title: 'no',
    status,
    code: 'access.refused',
    detail: 'Needs the role responder.',
    requestId: 'req_1',
  })

it('is loading before the first answer', () => {
  expect(shown({ isPending: true })).toContain('data-state="loading"')
})

it('shows the answer, and what stands there when it is empty', () => {
  expect(shown({ data: ['a', 'b'] })).toBe('a,b')
  expect(shown({ data: [] })).toContain('data-state="empty"')
})

it('keeps the last answer when a newer one fails, and says how old it is', () => {
  const html = shown({ data: ['a'], error: new Unreachable('', undefined), dataUpdatedAt: 1 })
  expect(html).toContain('data-state="stale"')
  expect(html).toMatch(/Stale, .* ago/)
  expect(html).toContain('Retry')
})

it('says what failed, with a code to quote and a way to try again', () => {
  const html = shown({ error: refusal(500) })
  expect(html).toContain('data-state="failed"')
  expect(html).toContain('access.refused · request req_1')
  expect(html).toContain('Try again')
})

it('says which role is missing, and does not offer to try again', () => {
  const html = shown({ error: refusal(403) })
  expect(html).toContain('data-state="no-permission"')
  expect(html).toContain('Needs the role responder.')
  expect(html).not.toContain('Try again')
})

it('draws at most 200 rows and says so', () => {
  const rows = Array.from({ length: 500 }, (_, i) => `row ${i}`)
  const columns = [{ head: 'Row', cell: (row: string) => row }]
  const html = renderToStaticMarkup(
    createElement(Table<string>, { label: 'Rows', columns, rows, keyOf: (row) => row }),
  )
  expect(html.match(/data-row/g)).toHaveLength(200)
  expect(html).toContain(
    renderToStaticMarkup(createElement(TooMuch, { shown: 200, of: 500 })).slice(0, 40),
  )
})
