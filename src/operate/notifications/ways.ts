/** By which ways a page reaches a person: at once, and one after the other when nobody has taken it. Pure. */
import { wallClockMs } from '#base'
import type { Model, SpecOf } from '#model'
import type { Notification } from './notification.ts'
import { type Contact, contactsOf } from './queue.ts'

/** So long a page may wait to be accepted before the next way is tried as well. */
export const NEXT_WAY_MS = 30_000

export interface Ways {
  readonly atOnce: readonly Contact[]
  /** In this order. */
  readonly further: readonly Contact[]
}

export interface Moment {
  readonly priority: string
  readonly atMs: number
}

type Person = SpecOf<'person'>
type Rule = NonNullable<Person['rules']>[number]

/** Anybody but a person has the ways of their channel, all of them at once. */
export function waysTo(model: Model | undefined, recipient: string, moment: Moment): Ways {
  const person = model?.find(recipient, 'person')?.spec
  if (!person) return { atOnce: contactsOf(model, recipient), further: [] }
  const reach = (names: readonly string[]) =>
    names.flatMap((name) => contactNamed(model!, recipient, person, name))
  const rule = person.rules?.find((one) => fits(one, person.zone, moment))
  const { tell, otherwise } = rule ?? {
    tell: ['email'],
    otherwise: (person.contacts ?? []).map(({ name }) => name),
  }
  const [first = [], ...rest] = [reach(tell), ...reach(otherwise).map((one) => [one])]
  // A rule whose contacts have all gone is no reason to tell nobody.
  if (first.length > 0) return { atOnce: first, further: rest.flat() }
  return { atOnce: contactsOf(model, recipient), further: rest.flat() }
}

/** Every way, whatever the rules: to a person by mail and by each contact. */
export function everyWayTo(model: Model | undefined, recipient: string): readonly Contact[] {
  const person = model?.find(recipient, 'person')?.spec
  if (!person) return contactsOf(model, recipient)
  const names = ['email', ...(person.contacts ?? []).map(({ name }) => name)]
  return names.flatMap((name) => contactNamed(model!, recipient, person, name))
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const DAY_MS = 86_400_000

/** Whether a rule is meant for a moment, in the zone of its person. */
export function fits(
  { priorities, days, from, to }: Pick<Rule, 'priorities' | 'days' | 'from' | 'to'>,
  zone: string,
  { priority, atMs }: Moment,
): boolean {
  if (priorities && !priorities.some((one) => one === priority)) return false
  const wallMs = wallClockMs(zone, atMs)
  const clock = new Date(wallMs).toISOString().slice(11, 16)
  const isOvernight = from !== undefined && to !== undefined && to <= from
  if (from !== undefined && to !== undefined) {
    const isIn = isOvernight ? clock >= from || clock < to : clock >= from && clock < to
    if (!isIn) return false
  }
  // The small hours belong to the night that began on the day before.
  const beganMs = isOvernight && clock < to! ? wallMs - DAY_MS : wallMs
  return days === undefined || days.includes(DAYS[new Date(beganMs).getUTCDay()]!)
}

/** The further ways that were not tried yet, given the pages that were queued for the person so far. */
export function untried({ further }: Ways, pages: readonly Notification[]): Contact[] {
  return further.filter(
    ({ channel, address }) =>
      !pages.some((page) => page.channel === channel && page.address === address),
  )
}

function contactNamed(model: Model, recipient: string, person: Person, name: string): Contact[] {
  if (name === 'email') return contactsOf(model, recipient)
  const contact = person.contacts?.find((one) => one.name === name)
  const [found] = contact ? contactsOf(model, contact.via, contact.to ?? person.phone) : []
  return found ? [{ ...found, recipient, zone: person.zone }] : []
}
