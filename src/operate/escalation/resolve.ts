/** Who stands behind a target of a step at an instant. */
import { durationMs } from '#base'
import type { Model } from '#model'
import { type Override, whoIsOnCall } from '../oncall/index.ts'
import type { Resolve } from './decide.ts'

export function resolverOf(
  model: Model | undefined,
  nowMs: number,
  overrides: readonly Override[],
): Resolve {
  return (target) => {
    if (!model) return []
    if (target.startsWith('rotation:')) {
      const person = whoIsOnCall(model, target, nowMs, overrides)
      return person ? [{ to: `person:${person.name}`, why: `you are on call in ${target}` }] : []
    }
    if (target.startsWith('channel:'))
      return model.find(target, 'channel')
        ? [{ to: target, why: 'it is a step of the escalation' }]
        : []
    if (target.startsWith('third-party:')) {
      const party = model.find(target, 'third-party')?.spec
      return party ? [{ to: target, why: `contract ${party.contract}` }] : []
    }
    const why = target.startsWith('team:')
      ? `you are a member of ${target}`
      : 'you are a step of the escalation'
    return model.peopleOf(target).map(({ name }) => ({ to: `person:${name}`, why }))
  }
}

const LEAST_ANSWER_MS = 60_000

/** How soon a third party is to give a case number, in milliseconds. */
export function answersWithinMs(model: Model | undefined, party: string): number {
  const within = model?.find(party, 'third-party')?.spec.answersWithin
  return Math.max(LEAST_ANSWER_MS, within === undefined ? 0 : durationMs(within))
}
