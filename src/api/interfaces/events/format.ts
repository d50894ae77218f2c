/** What a format of events needs: how a message proves whose it is, and what it says. A new one is a file and a line in the list. */
import { defineError, messageOf } from '#base'
import type { SpecOf } from '#model'
import type { Received } from '#operate'
import { parseJson } from '../json.ts'

export const NotGenuine = defineError('events.not-genuine', 'unauthenticated', {
  message: (d: { source: string; why: string }) =>
    `Nobody knows that this comes from ${d.source}: ${d.why}.`,
  hint: 'Nothing of it was read. The secret is set as OPSPLANE_SECRET_NAME where the server runs.',
})
export const NotUnderstood = defineError('events.not-understood', 'bad-input', {
  message: (d: { source: string; why: string }) => `${d.source} sent what it should not: ${d.why}.`,
  hint: 'Nothing of it was kept.',
})

/** A message as it came. */
export interface Message {
  /** In lower case. */
  header(name: string): string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** A source of the model, at one moment. */
export interface Source {
  readonly name: string
  readonly workload: string
  readonly spec: SpecOf<'event-source'>
  readonly nowMs: number
}

/** What formats need of the world. */
export interface Rim {
  /** The value of a secret by its name. */
  readonly secrets: (name: string) => string | undefined
  readonly fetch: typeof globalThis.fetch
}

export interface EventFormat {
  readonly name: SpecOf<'event-source'>['format']
  /** @throws NotGenuine */
  prove(message: Message, source: Source, rim: Rim): Promise<void> | void
  /** @throws NotUnderstood */
  read(message: Message, source: Source): Received
}

/** @throws NotGenuine */
export function secretOf({ name, spec }: Source, { secrets }: Rim): string {
  const value = spec.secret === undefined ? undefined : secrets(spec.secret)
  if (!value) throw new NotGenuine({ source: name, why: `there is no secret named ${spec.secret}` })
  return value
}

/** @throws NotUnderstood */
export function jsonOf({ body }: Message, { name }: Source): unknown {
  try {
    return parseJson(body)
  } catch (cause) {
    throw new NotUnderstood({ source: name, why: messageOf(cause) }, { cause })
  }
}
