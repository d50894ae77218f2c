/** What a raised alarm says in words, also when its author made a mistake. */
import { expect, test } from 'vitest'
import type { NewFact } from '#ledger'
import { decide } from './decide.ts'
import { newInstance } from './instance.ts'
import type { SignalSample } from './reader.ts'
import { ruleOf } from './rule.ts'
import { type AskValues, withTexts } from './texts.ts'

const T0 = Date.UTC(2026, 0, 5, 9)
const nobody: AskValues = async () => []

async function told(
  texts: { labels?: Record<string, string>; annotations?: Record<string, string> },
  { sample, ask = nobody }: { sample?: Partial<SignalSample>; ask?: AskValues } = {},
) {
  const spec = {
    ...{ title: 'Slow', signal: 'signal:checkout', when: '> 10', for: '0s', keepFiringFor: '0s' },
    ...{ interval: '5s', severity: 'critical' as const, protects: [], groupBy: [] },
    ...{ owner: 'team:shop', procedure: 'restart', identityLabels: ['zone'], ...texts },
  }
  const rule = ruleOf('shop', { kind: 'alarm', name: 'slow', spec }, { query: 'checkout_ms' })
  const instance = newInstance(rule, { zone: 'north' }, T0)
  const { facts } = decide(instance, { kind: 'sample', verdict: 'breached', value: 20 }, rule, T0)
  const seen = { labels: { zone: 'north', host: 'a' }, value: 20, ...sample }
  const [raised] = await withTexts(facts, rule, [seen], ask)
  return raised!.data as { addedLabels?: object; annotations?: Record<string, string> }
}

test('labels and annotations are filled in with the labels and the value of the instance', async () => {
  const { addedLabels, annotations } = await told({
    labels: { team: 'shop-{{ $labels.zone }}', empty: '{{ $labels.nothing }}' },
    annotations: { summary: '{{ $labels.host }} takes {{ $value | humanize }} ms' },
  })
  expect(addedLabels).toEqual({ team: 'shop-north' })
  expect(annotations).toEqual({ summary: 'a takes 20 ms' })
})

test('a template may ask for other values', async () => {
  const ask: AskValues = async (query, atMs) =>
    [{ labels: { host: 'b' }, value: atMs === T0 ? 7 : 0 }].filter(() => query === 'up')
  const { annotations } = await told(
    { annotations: { description: '{{ with query "up" }}{{ . | first | value }}{{ end }} hosts' } },
    { ask },
  )
  expect(annotations).toEqual({ description: '7 hosts' })
})

test.each([
  ['is broken', '{{ $labels.zone', /^\{\{ \$labels\.zone \(not filled in: .+\)$/],
  ['names what is not there', '{{ nothing }}', /^\{\{ nothing \}\} \(not filled in: .+\)$/],
  ['asks what cannot be answered', '{{ query "x" }}', /\(not filled in: the store is away\)$/],
])('a template that %s is told as it is, with the reason', async (_, text, expected) => {
  const { annotations } = await told(
    { annotations: { summary: text, other: 'still told' } },
    { ask: () => Promise.reject(new Error('the store is away')) },
  )
  expect(annotations?.summary).toMatch(expected)
  expect(annotations?.other).toBe('still told')
})

test('what a sender tells is told, unless the alarm says it better', async () => {
  const sent = { summary: 'as sent', runbook_url: 'https://x.example' }
  const { annotations } = await told(
    { annotations: { summary: 'better' } },
    { sample: { annotations: sent } },
  )
  expect(annotations).toEqual({ summary: 'better', runbook_url: 'https://x.example' })
})

test('without texts and for other facts nothing changes', async () => {
  expect(await told({})).not.toHaveProperty('annotations')
  const other: NewFact = { type: 'alarm.calmed', subject: 'alarm:slow', data: {} }
  expect(await withTexts([other], {} as never, [], nobody)).toEqual([other])
})
