/**
 * One line of statsd, with the tags and several values that DogStatsD adds:
 * `page.views:1|c|@0.5|#env:prod,canary` and `latency:12:15:9|ms`.
 * Source: https://docs.datadoghq.com/extend/dogstatsd/datagram_shell and github.com/statsd/statsd, docs/metric_types.md
 */
export type StatsdKind = 'counter' | 'gauge' | 'set' | 'timer' | 'distribution'

export interface StatsdLine {
  readonly name: string
  readonly kind: StatsdKind
  readonly values: readonly string[]
  /** The share of what happened that was sent, above 0 up to 1. */
  readonly rate: number
  readonly tags: readonly (readonly [string, string])[]
}

const KINDS: Readonly<Record<string, StatsdKind>> = {
  c: 'counter',
  g: 'gauge',
  s: 'set',
  ms: 'timer',
  h: 'distribution',
  d: 'distribution',
}
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The line, or the code of why it is none. */
export function readStatsdLine(text: string): StatsdLine | 'event' | 'bad-line' {
  if (text.startsWith('_e{') || text.startsWith('_sc|')) return 'event'
  const [head = '', type = '', ...sections] = text.split('|')
  const colon = head.indexOf(':')
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (colon < 1 || !kind) return 'bad-line'
  const values = head.slice(colon + 1).split(':')
  if (
    kind !== 'set' &&
    !values.every((value) => NUMBER.test(value) && Number.isFinite(Number(value)))
  )
    return 'bad-line'
  let rate = 1
  const tags: [string, string][] = []
  for (const section of sections)
    if (section.startsWith('@')) rate = Number(section.slice(1))
    else if (section.startsWith('#'))
      for (const tag of section.slice(1).split(',')) {
        const at = tag.indexOf(':')
        if (tag !== '') tags.push(at < 0 ? [tag, 'true'] : [tag.slice(0, at), tag.slice(at + 1)])
      }
  if (!(rate > 0 && rate <= 1)) return 'bad-line'
  return { name: head.slice(0, colon), kind, values, rate, tags }
}
