// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these templates are those of relabelling
import { describe, expect, test } from 'vitest'
import { compileRelabel, type RelabelRule } from './relabel.ts'

const rule = (given: Partial<RelabelRule>): RelabelRule => ({
  action: 'replace',
  sourceLabels: [],
  separator: ';',
  regex: '(.*)',
  replacement: '$1',
  ...given,
})
const labels = { a: 'foo', b: 'bar', c: 'Baz', __meta_env: 'prod', __meta_zone: 'eu' }
const relabel = (...rules: Partial<RelabelRule>[]) => {
  const changed = compileRelabel(rules.map(rule))(new Map(Object.entries(labels)))
  return changed && Object.fromEntries(changed)
}

describe('each action does what Prometheus does', () => {
  const table: [string, Partial<RelabelRule>, Record<string, string> | undefined][] = [
    [
      'replace writes what matched',
      { sourceLabels: ['a'], targetLabel: 'd', regex: 'f(.*)', replacement: 'x${1}y$1' },
      { ...labels, d: 'xooyoo' },
    ],
    [
      'replace leaves alone what does not match as a whole',
      { sourceLabels: ['a'], targetLabel: 'd', regex: 'o' },
      labels,
    ],
    [
      'replace joins several sources, and one that is missing is empty',
      { sourceLabels: ['a', 'none', 'b'], separator: '-', targetLabel: 'd' },
      { ...labels, d: 'foo--bar' },
    ],
    [
      'replace with nothing takes the label away',
      { sourceLabels: ['a'], targetLabel: 'b', replacement: '' },
      { a: 'foo', c: 'Baz', __meta_env: 'prod', __meta_zone: 'eu' },
    ],
    [
      'replace may name its target by what matched',
      { sourceLabels: ['a'], targetLabel: 'is_$1', replacement: 'yes' },
      { ...labels, is_foo: 'yes' },
    ],
    [
      'replace does nothing when the target is no name',
      { sourceLabels: ['a'], targetLabel: '$1-x', replacement: 'yes' },
      labels,
    ],
    [
      'two dollars are one, and a group that is missing is empty',
      { sourceLabels: ['a'], targetLabel: 'd', replacement: '$$${7}x${name}' },
      { ...labels, d: '$x' },
    ],
    [
      'a group may have a name',
      { sourceLabels: ['a'], targetLabel: 'd', regex: '(?P<head>f).*', replacement: '${head}!' },
      { ...labels, d: 'f!' },
    ],
    ['keep keeps what matches', { action: 'keep', sourceLabels: ['a'], regex: 'fo+' }, labels],
    ['keep drops the rest', { action: 'keep', sourceLabels: ['a'], regex: 'fo' }, undefined],
    ['drop drops what matches', { action: 'drop', sourceLabels: ['a'], regex: 'f.*' }, undefined],
    ['drop keeps the rest', { action: 'drop', sourceLabels: ['a'], regex: 'oo' }, labels],
    ['keepequal', { action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b' }, undefined],
    ['dropequal', { action: 'dropequal', sourceLabels: ['a'], targetLabel: 'b' }, labels],
    [
      'dropequal of two that are missing',
      { action: 'dropequal', sourceLabels: ['x'], targetLabel: 'y' },
      undefined,
    ],
    [
      'lowercase',
      { action: 'lowercase', sourceLabels: ['c'], targetLabel: 'c' },
      { ...labels, c: 'baz' },
    ],
    [
      'uppercase',
      { action: 'uppercase', sourceLabels: ['c'], targetLabel: 'd' },
      { ...labels, d: 'BAZ' },
    ],
    [
      // The MD5 of foo is acbd18db4cc2f85cedef654fccc4a4d8: its last eight bytes count.
      'hashmod',
      { action: 'hashmod', sourceLabels: ['a'], targetLabel: 'd', modulus: 1_000 },
      { ...labels, d: String(0xedef654fccc4a4d8n % 1_000n) },
    ],
    [
      'labelmap',
      { action: 'labelmap', regex: '__meta_(.+)' },
      { ...labels, env: 'prod', zone: 'eu' },
    ],
    ['labeldrop', { action: 'labeldrop', regex: '__meta_.*' }, { a: 'foo', b: 'bar', c: 'Baz' }],
    ['labelkeep', { action: 'labelkeep', regex: 'a|b' }, { a: 'foo', b: 'bar' }],
  ]
  test.each(table)('%s', (_name, given, expected) => {
    expect(relabel(given)).toEqual(expected)
  })
})

test('rules run in order, and none runs after a drop', () => {
  expect(
    relabel(
      { sourceLabels: ['a'], targetLabel: 'b' },
      { action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b' },
      { action: 'labelkeep', regex: 'b' },
    ),
  ).toEqual({ b: 'foo' })
  expect(relabel({ action: 'drop' }, { sourceLabels: ['a'], targetLabel: 'b' })).toBeUndefined()
})

test('the labels that were handed in are never changed', () => {
  const given = new Map(Object.entries(labels))
  compileRelabel([rule({ action: 'labeldrop', regex: '.*' })])(given)
  expect(Object.fromEntries(given)).toEqual(labels)
})

test('a pattern that is none is told when the rules are made ready', () => {
  expect(() => compileRelabel([rule({ regex: '(' })])).toThrow(SyntaxError)
})
