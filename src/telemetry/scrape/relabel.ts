/**
 * Relabelling as Prometheus does it: rules that rewrite, keep and drop label sets. Pure, since the same rules
 * decide over targets before they are scraped and over series after.
 */
import { createHash } from 'node:crypto'
import { compilePattern } from '../promql/pattern.ts'

export const RELABEL_ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const
export type RelabelAction = (typeof RELABEL_ACTIONS)[number]

export interface RelabelRule {
  readonly action: RelabelAction
  readonly sourceLabels: readonly string[]
  readonly separator: string
  /** RE2, matched against the whole value. */
  readonly regex: string
  readonly modulus?: number | undefined
  readonly targetLabel?: string | undefined
  readonly replacement: string
}

export type LabelMap = ReadonlyMap<string, string>

/** Rules made ready; answers the new labels, or undefined when they are dropped. */
export type Relabel = (labels: LabelMap) => LabelMap | undefined

/** Makes rules ready once, as they run for every series. @throws SyntaxError for a pattern that is none. */
export function compileRelabel(rules: readonly RelabelRule[]): Relabel {
  if (rules.length === 0) return (labels) => labels
  const steps = rules.map(stepOf)
  return (labels) => {
    const changed = new Map(labels)
    for (const step of steps) if (!step(changed)) return undefined
    return changed
  }
}

/** Changes the labels in place; false drops them. */
type Step = (labels: Map<string, string>) => boolean

function stepOf(rule: RelabelRule): Step {
  const { action, sourceLabels, separator, targetLabel = '', replacement, modulus = 0 } = rule
  const regex = compilePattern(rule.regex)
  const read = (labels: LabelMap) =>
    sourceLabels.length === 1
      ? (labels.get(sourceLabels[0]!) ?? '')
      : sourceLabels.map((name) => labels.get(name) ?? '').join(separator)
  const always = (change: (labels: Map<string, string>) => void): Step => {
    return (labels) => {
      change(labels)
      return true
    }
  }
  switch (action) {
    case 'keep':
      return (labels) => regex.test(read(labels))
    case 'drop':
      return (labels) => !regex.test(read(labels))
    case 'keepequal':
      return (labels) => (labels.get(targetLabel) ?? '') === read(labels)
    case 'dropequal':
      return (labels) => (labels.get(targetLabel) ?? '') !== read(labels)
    case 'replace':
      return always((labels) => {
        const match = regex.exec(read(labels))
        if (!match) return
        const target = expand(targetLabel, match)
        if (isLabelName(target)) put(labels, target, expand(replacement, match))
      })
    case 'lowercase':
      return always((labels) => put(labels, targetLabel, read(labels).toLowerCase()))
    case 'uppercase':
      return always((labels) => put(labels, targetLabel, read(labels).toUpperCase()))
    case 'hashmod':
      return always((labels) => put(labels, targetLabel, String(hashMod(read(labels), modulus))))
    case 'labelmap':
      return always((labels) => {
        for (const [name, value] of [...labels]) {
          const match = regex.exec(name)
          if (match) put(labels, expand(replacement, match), value)
        }
      })
    case 'labeldrop':
      return always((labels) => {
        for (const name of [...labels.keys()]) if (regex.test(name)) labels.delete(name)
      })
    case 'labelkeep':
      return always((labels) => {
        for (const name of [...labels.keys()]) if (!regex.test(name)) labels.delete(name)
      })
  }
}

/** A label without a value is no label. */
function put(labels: Map<string, string>, name: string, value: string): void {
  if (value === '') labels.delete(name)
  else labels.set(name, value)
}

/** The last eight bytes of the MD5, as Prometheus takes them: shards agree with those of a neighbour. */
function hashMod(value: string, modulus: number): bigint {
  return createHash('md5').update(value).digest().readBigUInt64BE(8) % BigInt(modulus)
}

/** Go's template of a match: `$1`, `${1}`, `${name}`; `$$` is a dollar; what did not match is empty. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
    if (whole === '$$') return '$'
    const name = bare ?? braced!
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? ''
  })
}

const isLabelName = (name: string) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)
