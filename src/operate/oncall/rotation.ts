/**
 * Who is on call: pure, from the rotation’s declaration and an instant. Turns of whole days change at the
 * same local time all year; turns that do not divide into days are elapsed time.
 */
import { durationMs, instantOf } from '#base'
import type { Model, Resource } from '#model'

const DAY_MS = 86_400_000

export type Rotation = Resource<'rotation'>['spec']

export interface Turn {
  /** From 0. */
  readonly index: number
  /** person:name */
  readonly person: string
  /** When it begins, in milliseconds since 1970. */
  readonly fromMs: number
  /** When the next one begins. */
  readonly toMs: number
}

export interface HandOver {
  readonly atMs: number
  /** person:name; undefined before the first turn. */
  readonly from: string | undefined
  readonly to: string
}

/** The turn that an instant falls into; undefined before the first hand-over. */
export function turnAt(rotation: Rotation, atMs: number): Turn | undefined {
  const start = boundary(rotation, 0)
  if (atMs < start) return undefined
  let index = Math.max(0, Math.floor((atMs - start) / durationMs(rotation.every)))
  // Days are 23 to 25 hours long, so the estimate may be off by one.
  while (boundary(rotation, index) > atMs) index--
  while (boundary(rotation, index + 1) <= atMs) index++
  return {
    index,
    person: rotation.people[index % rotation.people.length]!,
    fromMs: boundary(rotation, index),
    toMs: boundary(rotation, index + 1),
  }
}

/**
 * The person on call at an instant; undefined before the first turn, when the rotation does not exist,
 * or when the person has left the model.
 *
 * @example whoIsOnCall(model, 'rotation:primary', Date.now())?.name // 'ann'
 */
export function whoIsOnCall(
  model: Model,
  rotation: string,
  atMs: number,
): Resource<'person'> | undefined {
  const spec = specOf(model, rotation)
  const turn = spec && turnAt(spec, atMs)
  return turn && model.find(turn.person, 'person')
}

/** The next change of the person on call; undefined when the rotation does not exist. */
export function nextHandOver(model: Model, rotation: string, atMs: number): HandOver | undefined {
  const spec = specOf(model, rotation)
  if (!spec) return undefined
  const turn = turnAt(spec, atMs)
  if (!turn) return { atMs: boundary(spec, 0), from: undefined, to: spec.people[0]! }
  return {
    atMs: turn.toMs,
    from: turn.person,
    to: spec.people[(turn.index + 1) % spec.people.length]!,
  }
}

function specOf(model: Model, rotation: string): Rotation | undefined {
  return (model.find(rotation, 'rotation') ?? model.get('rotation', rotation))?.spec
}

/** When turn `index` begins, in milliseconds since 1970. */
function boundary(rotation: Rotation, index: number): number {
  const [year, month, day] = rotation.from.split('-').map(Number) as [number, number, number]
  const [hour, minute] = rotation.at.split(':').map(Number) as [number, number]
  const everyMs = durationMs(rotation.every)
  const first = { year, month, day, hour, minute }
  if (everyMs % DAY_MS !== 0) return instantOf(rotation.zone, first) + index * everyMs
  return instantOf(rotation.zone, { ...first, day: day + index * (everyMs / DAY_MS) })
}
