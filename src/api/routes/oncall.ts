/** Who is on call, and by which path help is called. */

import { loadModel, type Model } from '#model'
import { nextHandOver, turnAt } from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

export function oncallHandlers({ ledger }: Services): Handlers<'oncall.show'> {
  return {
    'oncall.show': async ({ query: { workload } }) => {
      const model = await loadModel(ledger.database.sql, workload)
      if (!model) throw new NoSuchWorkload({ workload })
      const nowMs = await ledger.nowMs()
      return {
        data: {
          at: new Date(nowMs).toISOString(),
          rotations: model.all('rotation').map(({ name, spec }) => {
            const turn = turnAt(spec, nowMs)
            const next = nextHandOver(model, `rotation:${name}`, nowMs)
            return {
              name,
              title: spec.title ?? name,
              team: spec.team ?? null,
              zone: spec.zone,
              now: turn
                ? { ...personOf(model, turn.person), until: new Date(turn.toMs).toISOString() }
                : null,
              next: next
                ? { ...personOf(model, next.to), from: new Date(next.atMs).toISOString() }
                : null,
              people: spec.people.map((ref) => personOf(model, ref)),
            }
          }),
          escalations: model.all('escalation').map(({ name, spec }) => ({
            name,
            title: spec.title ?? name,
            steps: spec.steps.map(({ after, notify }) => ({ after, notify: [...notify] })),
            fallback: spec.fallback,
          })),
          vendors: model
            .all('component')
            .flatMap(({ name, spec }) =>
              spec.vendor ? [{ component: name, vendor: spec.vendor }] : [],
            ),
        },
      }
    },
  }
}

function personOf(model: Model, ref: string): { ref: string; name: string; email: string } {
  const person = model.find(ref, 'person')
  return { ref, name: person?.spec.name ?? ref, email: person?.spec.email ?? '' }
}
