/**
 * Alarms that another raised alarm explains: by a rule, or since a component below theirs is in a bad way.
 *
 * Of every chain somebody tells: an alarm is quiet only when it follows from one that is not quiet for this
 * reason. Alarms that explain each other in a circle are told by the one that was raised first.
 */
import { matchesAll } from '#base'
import type { OpenAlarm, Situation, SuppressionReason } from './suppression.ts'

interface Edge {
  readonly source: OpenAlarm
  readonly target: OpenAlarm
  readonly reason: SuppressionReason
}

export function explained(situation: Situation): Map<string, SuppressionReason[]> {
  const edges = [...inhibited(situation), ...dependent(situation)]
  const reasons = new Map<string, SuppressionReason[]>()
  if (edges.length === 0) return reasons
  const from = new Map<string, Edge[]>()
  for (const edge of edges)
    from.set(edge.source.instance, [...(from.get(edge.source.instance) ?? []), edge])
  const targets = new Set(edges.map(({ target }) => target.instance))
  const order = [...new Set(edges.flatMap(({ source, target }) => [source, target]))].sort(first)

  /** Whoever has been seen tells, or follows from one that tells. */
  const seen = new Set<string>()
  const spread = (roots: readonly OpenAlarm[]) => {
    const queue = roots.map(({ instance }) => instance)
    for (const root of queue) seen.add(root)
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      for (const { target, reason } of from.get(next) ?? []) {
        if (seen.has(target.instance) && !reasons.has(target.instance)) continue
        const own = reasons.get(target.instance) ?? []
        if (!own.some(({ kind, by }) => kind === reason.kind && by === reason.by))
          reasons.set(target.instance, [...own, reason])
        if (seen.has(target.instance)) continue
        seen.add(target.instance)
        queue.push(target.instance)
      }
  }
  spread(order.filter(({ instance }) => !targets.has(instance)))
  for (const one of order) if (!seen.has(one.instance)) spread([one])
  return reasons
}

const first = (a: OpenAlarm, b: OpenAlarm) =>
  a.openedMs - b.openedMs || (a.instance < b.instance ? -1 : 1)

/** By each rule, every target has one source: the one that was raised first. */
function inhibited({ alarms, inhibitions }: Situation): Edge[] {
  return inhibitions.flatMap(({ by, source, target, equal, why }) => {
    const keyOf = ({ labels }: OpenAlarm) =>
      JSON.stringify(equal.map((label) => labels[label] ?? ''))
    const [sources, pure] = [new Map<string, OpenAlarm>(), new Map<string, OpenAlarm>()]
    const isTarget = (one: OpenAlarm) => matchesAll(target, one.labels)
    const isSource = (one: OpenAlarm) => matchesAll(source, one.labels)
    const note = (known: Map<string, OpenAlarm>, one: OpenAlarm) => {
      const before = known.get(keyOf(one))
      if (!before || first(one, before) < 0) known.set(keyOf(one), one)
    }
    for (const one of alarms)
      if (one.isRaised && isSource(one)) {
        note(sources, one)
        if (!isTarget(one)) note(pure, one)
      }
    if (sources.size === 0) return []
    return alarms.filter(isTarget).flatMap((one): Edge[] => {
      // What is on both sides of a rule is not made quiet by its like, nor by itself.
      const other = (isSource(one) ? pure : sources).get(keyOf(one))
      if (!other) return []
      const reason = { kind: 'inhibition', by, source: other.alarm, why, until: null } as const
      return [{ source: other, target: one, reason }]
    })
  })
}

const REACH = { critical: 3, warning: 2, info: 1 } as const

/** As serious, and every outcome that suffers is named by it: else somebody would not hear what is hurt. */
function reaches(source: OpenAlarm, target: OpenAlarm): boolean {
  if (
    source.severity === null ||
    REACH[source.severity] < (target.severity ? REACH[target.severity] : 0)
  )
    return false
  return target.protects.every((outcome) => source.protects.includes(outcome))
}

/** What a component stands on is raised, and its alarm reaches as far. */
function dependent({ alarms, dependsOn, watched }: Situation): Edge[] {
  const raised = new Map<string, OpenAlarm[]>()
  for (const one of alarms)
    if (one.isRaised && one.severity !== null)
      for (const component of one.components)
        raised.set(component, [...(raised.get(component) ?? []), one])
  if (raised.size === 0) return []
  return alarms.flatMap((target) => {
    return target.components.flatMap((own) =>
      below(own, dependsOn, watched, (component) => raised.has(component)).flatMap(
        (component): Edge[] => {
          const strong = raised
            .get(component)!
            .filter((one) => reaches(one, target) && !one.components.includes(own))
          const source = strong.sort(first)[0]
          if (!source || source.instance === target.instance) return []
          const why = `${own.replace('component:', '')} stands on ${component.replace('component:', '')}, whose alarm ${source.alarm} is raised`
          const reason = {
            kind: 'dependency',
            by: component,
            source: source.alarm,
            why,
            until: null,
          } as const
          return [{ source, target, reason }]
        },
      ),
    )
  })
}

/** The nearest that are in a bad way. What is watched and well is not passed: it shows that the way is sound. */
function below(
  component: string,
  dependsOn: Situation['dependsOn'],
  watched: ReadonlySet<string>,
  isBad: (component: string) => boolean,
): string[] {
  const seen = new Set([component])
  const found: string[] = []
  const visit = (one: string) => {
    for (const next of dependsOn.get(one) ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      if (isBad(next)) found.push(next)
      else if (!watched.has(next)) visit(next)
    }
  }
  visit(component)
  return found
}
