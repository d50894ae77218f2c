/** What the documents name exists: files, folders, pictures, headings, and every requirement of the pillar. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const documents = [
  ...readdirSync('.').filter((file) => file.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
  'examples/storefront/README.md',
]

describe.each(documents)('%s', (document) => {
  const text = readFileSync(document, 'utf8')

  test('links lead somewhere', () => {
    const broken = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)/g)]
      .map(([, path]) => path!)
      .filter((path) => path !== '' && !existsSync(join(dirname(document), path)))
    expect(broken).toEqual([])
  })

  test('the files of the repository that it names exist', () => {
    const named = [...text.matchAll(/`((?:src|test|docs|examples|migrations|scripts)\/[\w./-]+)`/g)]
    expect(
      named.map(([, path]) => path!).filter((path) => !/NNNN/.test(path) && !existsSync(path)),
    ).toEqual([])
  })
})

test('docs/pillar.md answers for every requirement, once, and names the test of what works', () => {
  const rows = readFileSync('docs/pillar.md', 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, id]) => /^[FPOER]\d+$/.test(id ?? ''))
  const count = { F: 8, P: 10, O: 12, E: 7, R: 3 }
  const all = Object.entries(count).flatMap(([group, last]) =>
    Array.from({ length: last }, (_, i) => `${group}${i + 1}`),
  )
  expect(rows.map(([, id]) => id).sort()).toEqual([...all].sort())
  const unknown = rows.filter(([, , , state]) => !['works', 'partly', 'not yet'].includes(state!))
  expect(unknown).toEqual([])
  const unshown = rows.filter(
    ([, , , state, , shown]) => state !== 'not yet' && !/`(?:src|test|examples)\//.test(shown!),
  )
  expect(unshown).toEqual([])
})
