import { Script } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DashboardInput } from '#model'
import { writeDashboard } from './dashboard.ts'

/** What the written code declares; it is plain JavaScript but for its import. */
function declared(text: string): unknown {
  const run = new Script(`(dashboard) => ${text.replace(/^import .*\n\n/, '')}`)
  return run.runInThisContext()((_: string, spec: unknown) => spec)
}

const words = fc
  .array(fc.constantFrom('a', "'", '"', '\\', '\n', '`', '${', '\u2028', '\ud800', '*/', '\0'))
  .map((parts) => parts.join(''))

test('what is written declares the same dashboard again, whatever its words hold', () => {
  fc.assert(
    fc.property(words, words, (title, query) => {
      const spec: DashboardInput = {
        title,
        audience: 'engineers',
        sections: [
          { title: "it's", panels: [{ show: 'line', query, expected: { max: 1.5 } }] },
          { title: '', panels: [{ show: 'states', of: [{ of: 'component:a', name: title }] }] },
        ],
      }
      expect(declared(writeDashboard('ours', spec))).toEqual(spec)
    }),
  )
})

test('it reads as a person would have written it', () => {
  const text = writeDashboard('ours', {
    title: 'Ours',
    audience: 'leaders',
    sections: [
      { title: 'Now', panels: [{ show: 'outcome', outcome: 'outcome:orders', width: 'third' }] },
    ],
  })
  expect(text).toBe(`import { dashboard } from 'opsplane'

dashboard('ours', {
  title: 'Ours',
  audience: 'leaders',
  sections: [
    { title: 'Now', panels: [{ show: 'outcome', outcome: 'outcome:orders', width: 'third' }] },
  ],
})
`)
})
