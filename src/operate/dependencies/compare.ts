/** What the model says about who needs whom, beside the calls that were seen. Pure. */
import type { Model } from '#model'

/** Calls from one service to another, as traces show them. */
export interface SeenCalls {
  readonly caller: string
  readonly callee: string
  readonly calls: number
  readonly errorRate: number
  readonly p95Ms: number
}

export interface Dependency {
  /** component:name, or service:name when the model has no component for it. */
  readonly from: string
  readonly to: string
  /**
   * `unseen`: declared, both sides send spans, and no call was seen. `undeclared`: seen, and the model does not say so.
   * `unobservable`: declared, and a side sends no spans, so calls cannot be seen.
   */
  readonly verdict: 'confirmed' | 'unseen' | 'undeclared' | 'unobservable'
  readonly seen: Pick<SeenCalls, 'calls' | 'errorRate' | 'p95Ms'> | null
}

/** Declared first, in the order of the model; then what was only seen, by name. */
export function compareDependencies(
  model: Model,
  observed: { readonly services: readonly string[]; readonly calls: readonly SeenCalls[] },
): Dependency[] {
  const components = model.all('component')
  const ofService = new Map(
    components.map(({ name, spec }) => [spec.service ?? name, `component:${name}`]),
  )
  const nameOf = (service: string) => ofService.get(service) ?? `service:${service}`
  const sends = new Set([
    ...observed.services.map(nameOf),
    ...observed.calls.flatMap(({ caller, callee }) => [nameOf(caller), nameOf(callee)]),
  ])
  const seen = new Map<string, SeenCalls>()
  for (const calls of observed.calls) {
    const [from, to] = [nameOf(calls.caller), nameOf(calls.callee)]
    // Who calls from outside is a customer, or another workload: none of our components needs it.
    if (from !== to && from.startsWith('component:')) seen.set(`${from} ${to}`, calls)
  }
  const declared = components.flatMap(({ name, spec }) =>
    spec.dependsOn.map((to): Dependency => {
      const from = `component:${name}`
      const calls = seen.get(`${from} ${to}`)
      seen.delete(`${from} ${to}`)
      const canBeSeen = sends.has(from) && sends.has(to)
      const verdict = calls ? 'confirmed' : canBeSeen ? 'unseen' : 'unobservable'
      return { from, to, verdict, seen: calls ? figuresOf(calls) : null }
    }),
  )
  const onlySeen = [...seen].map(([key, calls]): Dependency => {
    const [from, to] = key.split(' ') as [string, string]
    return { from, to, verdict: 'undeclared', seen: figuresOf(calls) }
  })
  onlySeen.sort((a, b) => `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`))
  return [...declared, ...onlySeen]
}

const figuresOf = ({ calls, errorRate, p95Ms }: SeenCalls) => ({ calls, errorRate, p95Ms })
