/** Where the groups of rules stand: below `groups:`, in a PrometheusRule of Kubernetes, or in a list of these. */
import type { RuleProblem } from './problem.ts'
import type { Path } from './yaml-text.ts'

export type Mistake = Pick<RuleProblem, 'code' | 'message' | 'hint'> & {
  readonly warning?: boolean
}

export interface FoundGroups {
  readonly groups: readonly unknown[]
  /** Where `groups` stands. */
  readonly path: Path
  readonly mistake?: Mistake
  /** Fields beside `groups` that Prometheus does not know. */
  readonly unknown: readonly string[]
}

export function noGroups(why?: string): Mistake {
  return {
    code: 'rules.no-groups',
    message: `it holds no groups of rules${why ? `: ${why}` : ''}`,
    hint: 'Rules stand below `groups:`, or in the spec of a PrometheusRule.',
  }
}

/** What one document holds; nothing for resources of other kinds, which stand beside rules in one file. */
export function findGroups(value: unknown, path: Path = []): FoundGroups[] {
  const none = (why: string, at: Path = path): FoundGroups[] => [
    { groups: [], path: at, mistake: noGroups(why), unknown: [] },
  ]
  if (!isFields(value)) return none('it is not a map')
  const { kind, items } = value
  if (Array.isArray(items) && typeof kind === 'string' && kind.endsWith('List'))
    return items.flatMap((item: unknown, index) =>
      isFields(item) && item.kind === 'PrometheusRule'
        ? findGroups(item, [...path, 'items', index])
        : [],
    )
  if (kind !== undefined && kind !== 'PrometheusRule') return []
  const below = kind === undefined ? path : [...path, 'spec']
  const spec = kind === undefined ? value : value.spec
  if (!isFields(spec) || !Array.isArray(spec.groups)) return none('`groups` is not a list', below)
  const unknown = kind === undefined ? Object.keys(spec).filter((key) => key !== 'groups') : []
  return [{ groups: spec.groups, path: below, unknown }]
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
