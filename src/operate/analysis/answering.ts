/** Which operations of a service always call another one: where the answer is missing, it is known whose it is. */
import { groupBy } from './group-by.ts'
import type { Visit } from './visit.ts'

const ENOUGH = 5
/** An operation calls somebody when it does so this often. */
const ALWAYS = 0.95

/** By `service operation`: the service that is called. */
export function answeringOf(visits: readonly Visit[]): Map<string, string> {
  const tallies = new Map<string, { readonly callees: string[]; ends: number }>()
  const of = (key: string) => {
    const tally = tallies.get(key) ?? { callees: [], ends: 0 }
    tallies.set(key, tally)
    return tally
  }
  for (const { service, calls, ends } of visits) {
    for (const { operation, answer } of calls)
      of(`${service} ${operation}`).callees.push(answer.service)
    for (const operation of ends) of(`${service} ${operation}`).ends++
  }
  const answering = new Map<string, string>()
  for (const [key, { callees, ends }] of tallies)
    for (const [callee, calls] of groupBy(callees, (one) => one))
      if (calls.length >= ENOUGH && calls.length >= ALWAYS * (callees.length + ends))
        answering.set(key, callee)
  return answering
}
