/**
 * Who is on call: pure, from the rotation’s declaration and an instant. Turns of whole days change at the
 * same local time all year; turns that do not divide into days are elapsed time.
 */
import { durationMs, instantOf } from '#base'
import type { Model, Resource } from '#model'
import type { Override } from './override.ts'

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

/** Who is on call for how long: by turn, or in the place of whose turn it is. */
export interface Shift {
  /** person:name */
  readonly person: string
  readonly fromMs: number
  /** When somebody else is on call, or the turn ends. */
  readonly toMs: number
  /** By which they are on call instead of whose turn it is. */
  readonly override: Override | undefined
}

/** The shift that an instant falls into; undefined when it is nobody's. The override that was said last wins. */
export function shiftAt(
  model: Model,
  rotation: string,
  atMs: number,
  overrides: readonly Override[],
): Shift | undefined {
  const name = rotation.includes(':') ? rotation : `rotation:${rotation}`
  const own = overrides.filter((one) => one.rotation === name)
  const override = own.findLast(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
  const spec = model.find(name, 'rotation')?.spec
  const turn = spec && turnAt(spec, atMs)
  const found = override ?? turn
  if (!spec || !found) return undefined
  // Another override may begin before this shift ends.
  const later = own.flatMap(({ fromMs }) => (fromMs > atMs ? [fromMs] : []))
  const toMs = Math.min(found.toMs, ...later)
  return { person: found.person, fromMs: found.fromMs, toMs, override }
}

/**
 * The person on call at an instant; undefined before the first turn, when the rotation does not exist,
 * or when the person has left the model.
 *
 * @example whoIsOnCall(model, 'rotation:primary', Date.now(), [])?.name // 'ann'
 */
export function whoIsOnCall(
  model: Model,
  rotation: string,
  atMs: number,
  overrides: readonly Override[],
): Resource<'person'> | undefined {
  const shift = shiftAt(model, rotation, atMs, overrides)
  return shift && model.find(shift.person, 'person')
}

/** The next change of the person on call; undefined when the rotation does not exist. */
export function nextHandOver(
  model: Model,
  rotation: string,
  atMs: number,
  overrides: readonly Override[],
): HandOver | undefined {
  const spec = specOf(model, rotation)
  if (!spec) return undefined
  const shift = shiftAt(model, rotation, atMs, overrides)
  if (!shift) return { atMs: boundary(spec, 0), from: undefined, to: spec.people[0]! }
  const next = shiftAt(model, rotation, shift.toMs, overrides)
  return next && { atMs: shift.toMs, from: shift.person, to: next.person }
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
