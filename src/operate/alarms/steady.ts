/**
 * Looks that find everything as it was. Nearly all do: the same series answer, what is well stays well and what is
 * raised stays raised. Such a look takes note of the values and decides nothing, so it need not go through the state
 * machine; what it has seen is written into the instances when somebody asks for them.
 */
import { finite } from './decide.ts'
import { type Instance, identityLabels, labelsKey } from './instance.ts'
import { verdictOn } from './look.ts'
import type { SignalColumns } from './reader.ts'
import type { Rule } from './rule.ts'

export class SteadyLooks {
  readonly #rule: Rule
  /** The labels of the answer, which stay the same array while the same series answer. */
  readonly #labels: SignalColumns['labels']
  readonly #keys: readonly string[]
  readonly #instances: readonly Instance[]
  readonly #values: Float64Array
  #seenMs: number | undefined

  private constructor(
    rule: Rule,
    labels: SignalColumns['labels'],
    known: readonly (readonly [string, Instance])[],
  ) {
    this.#rule = rule
    this.#labels = labels
    this.#keys = known.map(([key]) => key)
    this.#instances = known.map(([, instance]) => instance)
    this.#values = new Float64Array(known.length)
  }

  /** Undefined when the series that answer are not exactly the known instances, or one of them is in motion. */
  static begin(
    rule: Rule,
    instances: ReadonlyMap<string, Instance>,
    { labels }: SignalColumns,
  ): SteadyLooks | undefined {
    if (instances.size !== labels.length || !canBeSteady(rule)) return undefined
    const known = new Map<string, Instance>()
    for (const one of labels) {
      const key = labelsKey(identityLabels(one, rule.identityLabels))
      const instance = instances.get(key)
      if (!instance || !isAtRest(instance)) return undefined
      known.set(key, instance)
    }
    if (known.size !== instances.size) return undefined
    return new SteadyLooks(rule, labels, [...known])
  }

  /** Takes note of a look; false when it has to be decided. */
  takes({ labels, values }: SignalColumns, tickMs: number): boolean {
    if (labels !== this.#labels) return false
    for (let i = 0; i < labels.length; i++)
      if (!staysAsItIs(this.#instances[i]!, values[i]!, this.#rule)) return false
    for (let i = 0; i < labels.length; i++) this.#values[i] = values[i]!
    this.#seenMs = tickMs
    return true
  }

  /** It is about one instance, which is well. */
  get isWell(): boolean {
    return this.#instances.length === 1 && this.#instances[0]!.state === 'ok'
  }

  /** Takes note of a value of the only instance, which changes nothing. */
  note(value: number, seenMs: number): void {
    this.#values[0] = value
    this.#seenMs = seenMs
  }

  /** The instances after the looks; undefined when there was none. */
  instances(): ReadonlyMap<string, Instance> | undefined {
    const seenMs = this.#seenMs
    if (seenMs === undefined) return undefined
    return new Map(
      this.#instances.map((instance, i) => [
        this.#keys[i]!,
        {
          ...instance,
          value: finite(this.#values[i]!),
          lastSampleMs: seenMs,
          lastTickMs: seenMs,
        },
      ]),
    )
  }
}

/** Rules that count looks, or whose silence says something, go through every one of them. */
export function canBeSteady({ mOfN, opaque, read }: Rule): boolean {
  return !mOfN && !opaque && !read
}

/** No clock runs for it, and nothing is remembered that fades. */
function isAtRest(instance: Instance): boolean {
  const { state, blind, stale, words, points, changes, flapping } = instance
  return (
    (state === 'ok' || state === 'firing') &&
    !blind &&
    !stale &&
    words === undefined &&
    points.length === 0 &&
    changes.length === 0 &&
    flapping === null
  )
}

function staysAsItIs({ state }: Instance, value: number, rule: Rule): boolean {
  if (Number.isNaN(value)) return false
  if (state === 'ok') return !rule.breached(value)
  return verdictOn(value, rule) !== 'recovered'
}
