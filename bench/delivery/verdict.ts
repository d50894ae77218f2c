/** Holds what the receivers were given against what the ledger says: each promise of delivery, and how often it was broken. */
import type { Given } from './receivers.ts'

/** What the ledger says of one message. */
export interface Message {
  readonly id: string
  readonly purpose: string
  readonly recipient: string
  readonly incident: string
  readonly attempts: number
  readonly isAccepted: boolean
  /** Nobody saw the end of an attempt: the sender was killed, or the answer was lost. */
  readonly isUncertain: boolean
  /** It was cancelled, superseded, expired, or refused for ever. */
  readonly isEnded: boolean
}

export interface Verdict {
  /** Accepted according to the ledger, and no receiver has it. */
  readonly lost: number
  /** Neither accepted nor ended. */
  readonly undecided: number
  /** A receiver was given the same page or recovery of an incident under two keys. */
  readonly doubled: number
  /** The same key came again: after a kill, or when its answer was lost. */
  readonly repeated: number
  /** A recovery that came before its page, or without one that may have arrived. */
  readonly outOfOrder: number
  /** A recovery of a page that was in hand at a kill: nobody can know whether it had left. It had not. */
  readonly endedInDoubt: number
  /** Told that it broke, and not that it is over. */
  readonly unrecovered: number
  /** A receiver was given a message more often than the ledger knows of attempts. */
  readonly unrecorded: number
}

export function judge(given: readonly Given[], messages: readonly Message[]): Verdict {
  const byKey = groupBy(given, ({ key }) => key)
  const taken = (id: string) => (byKey.get(id) ?? []).some(({ isTaken }) => isTaken)
  const stories = groupBy(given, ({ receiver, incident }) => `${receiver} ${incident}`)
  const recovered = new Set(
    messages
      .filter(({ purpose, isAccepted }) => purpose === 'recovery' && isAccepted)
      .map(({ recipient, incident }) => `${recipient} ${incident}`),
  )
  const byId = new Map(messages.map((one) => [one.id, one]))
  const inDoubt = new Set(
    messages
      .filter(({ purpose, isUncertain }) => purpose === 'page' && isUncertain)
      .map(({ recipient, incident }) => `${recipient} ${incident}`),
  )
  const isInDoubt = ({ key }: Given) => {
    const message = byId.get(key)
    return message !== undefined && inDoubt.has(`${message.recipient} ${message.incident}`)
  }
  const endsAlone = (story: readonly Given[]) =>
    story.every(({ purpose }) => purpose === 'recovery') && story.some(isInDoubt)
  return {
    lost: messages.filter(({ id, isAccepted }) => isAccepted && !taken(id)).length,
    undecided: messages.filter(({ isAccepted, isEnded }) => !isAccepted && !isEnded).length,
    doubled: sum([...stories.values()], (story) =>
      sum(['page', 'recovery'], (purpose) => {
        const keys = new Set(story.filter((one) => one.purpose === purpose).map(({ key }) => key))
        return Math.max(0, keys.size - 1)
      }),
    ),
    repeated: sum([...byKey.values()], (all) =>
      Math.max(0, all.filter(({ isTaken }) => isTaken).length - 1),
    ),
    outOfOrder: sum([...stories.values()], (story) => {
      if (endsAlone(story)) return 0
      const firstEnd = story.findIndex(({ purpose }) => purpose === 'recovery')
      if (firstEnd < 0) return 0
      const lastPage = story.findLastIndex(({ purpose }) => purpose === 'page')
      return lastPage < 0 || lastPage > firstEnd ? 1 : 0
    }),
    endedInDoubt: [...stories.values()].filter(endsAlone).length,
    unrecovered: messages.filter(
      ({ purpose, isAccepted, recipient, incident }) =>
        purpose === 'page' && isAccepted && !recovered.has(`${recipient} ${incident}`),
    ).length,
    unrecorded: messages.filter(({ id, attempts }) => (byKey.get(id)?.length ?? 0) > attempts)
      .length,
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
