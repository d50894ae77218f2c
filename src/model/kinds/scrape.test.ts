/** What is wrong with a declared scrape is said before it is in force. */
import { describe, expect, test } from 'vitest'
import { checkManifest } from '../check.ts'
import type { Manifest } from '../manifest.ts'
import { scrape } from './scrape.ts'

const TARGETS = { targets: ['http://node:9100'] }

const mistakes = (spec: object, checkPattern?: (pattern: string) => string | undefined) => {
  const resources = [
    { kind: 'scrape', name: 'nodes', spec: scrape.schema.parse({ ...TARGETS, ...spec }) },
  ]
  const manifest = { workload: 'shop', resources, procedures: [] } as unknown as Manifest
  return checkManifest(manifest, checkPattern ? { checkPattern } : {})
    .filter(({ code }) => code.startsWith('OPS-M22'))
    .map(({ code, message }) => `${code} ${message}`)
}

describe('values that do not fit together', () => {
  test.each([
    [{}, undefined],
    [{ interval: '500ms', timeout: '100ms' }, /M221 .*500ms/],
    [{ interval: '5s' }, /M222 .*timeout of 10s is longer than its interval of 5s/],
    [
      { bearerSecret: 'token', basicAuth: { username: 'ann', passwordSecret: 'word' } },
      /M223 .*both basicAuth and bearerSecret/,
    ],
  ])('%j', (spec, expected) => {
    const [found] = mistakes(spec)
    if (expected) expect(found).toMatch(expected)
    else expect(found).toBeUndefined()
  })

  test('a pattern that is none, in the rules of targets and of series', () => {
    const check = (pattern: string) => (pattern === '(' ? 'it does not end' : undefined)
    expect(mistakes({ relabel: [{ regex: '(', targetLabel: 'a' }] }, check)).toHaveLength(1)
    expect(mistakes({ metricRelabel: [{ action: 'drop', regex: '(' }] }, check)).toHaveLength(1)
    expect(mistakes({ metricRelabel: [{ action: 'drop', regex: 'a' }] }, check)).toEqual([])
  })
})

describe('values that are refused at once', () => {
  const refused = (spec: object) => {
    const parsed = scrape.schema.safeParse({ ...TARGETS, ...spec })
    return parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? []
  }
  test.each([
    [{ targets: [] }, /targets/],
    [{ targets: ['ftp://node'] }, /targets.0 must be an http or https address/],
    [{ targets: ['http://ann:hush@node'] }, /has a password in it: name a secret/],
    [{ bearerSecret: 'Bearer opst_1 2' }, /bearerSecret must be the name of a secret/],
    [{ relabel: [{ sourceLabels: ['a'] }] }, /relabel.0.targetLabel is missing/],
    [{ relabel: [{ action: 'hashmod', targetLabel: 'a' }] }, /relabel.0.modulus is missing/],
    [{ labels: { 'a-b': 'c' } }, /labels/],
  ])('%j', (spec, expected) => {
    expect(refused(spec).join('; ')).toMatch(expected)
  })
})
