/** Who stands behind a target of a step at an instant. */
import type { Model } from '#model'
import { whoIsOnCall } from '../oncall/index.ts'
import type { Resolve } from './decide.ts'

export function resolverOf(model: Model | undefined, nowMs: number): Resolve {
  return (target) => {
    if (!model) return []
    if (target.startsWith('rotation:')) {
      const person = whoIsOnCall(model, target, nowMs)
      return person ? [{ to: `person:${person.name}`, why: `you are on call in ${target}` }] : []
    }
    if (target.startsWith('channel:'))
      return model.find(target, 'channel')
        ? [{ to: target, why: 'it is a step of the escalation' }]
        : []
    const why = target.startsWith('team:')
      ? `you are a member of ${target}`
      : 'you are a step of the escalation'
    return model.peopleOf(target).map(({ name }) => ({ to: `person:${name}`, why }))
  }
}
