/** Who is on call, and by which path help is called. */

import { loadModel, type Model } from '#model'
import { endOverride, nextHandOver, overrideRotation, readOverrides, shiftAt } from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

type Names = 'oncall.show' | 'oncall.override' | 'oncall.end-override'

export function oncallHandlers({ ledger }: Services): Handlers<Names> {
  return {
    'oncall.show': async ({ query: { workload } }) => {
      const model = await loadModel(ledger.database.sql, workload)
      if (!model) throw new NoSuchWorkload({ workload })
      const nowMs = await ledger.nowMs()
      const overrides = await readOverrides(ledger.database.sql, workload, nowMs)
      return {
        data: {
          at: new Date(nowMs).toISOString(),
          rotations: model.all('rotation').map(({ name, spec }) => {
            const shift = shiftAt(model, name, nowMs, overrides)
            const next = nextHandOver(model, `rotation:${name}`, nowMs, overrides)
            return {
              name,
              title: spec.title ?? name,
              team: spec.team ?? null,
              zone: spec.zone,
              now: shift
                ? {
                    ...personOf(model, shift.person),
                    until: new Date(shift.toMs).toISOString(),
                    insteadOfTurn: shift.override !== undefined,
                  }
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
          overrides: overrides.map(({ id, rotation, person, fromMs, toMs, reason, by }) => ({
            ...{ id, rotation, reason, by },
            person: personOf(model, person),
            from: new Date(fromMs).toISOString(),
            to: new Date(toMs).toISOString(),
          })),
          vendors: model
            .all('component')
            .flatMap(({ name, spec }) =>
              spec.vendor ? [{ component: name, vendor: spec.vendor }] : [],
            ),
        },
      }
    },

    'oncall.override': async (
      { body: { workload, rotation, person, from, to, reason } },
      { actor },
    ) => {
      const given = { workload, rotation, person, reason, by: actor }
      const { id } = await overrideRotation(ledger, {
        ...given,
        fromMs: from === undefined ? await ledger.nowMs() : Date.parse(from),
        toMs: Date.parse(to),
      })
      return { data: { id } }
    },

    'oncall.end-override': async ({ params: { override }, body: { workload } }, { actor }) => {
      await endOverride(ledger, { workload, override, by: actor })
      return { data: { done: true as const } }
    },
  }
}

function personOf(model: Model, ref: string): { ref: string; name: string; email: string } {
  const person = model.find(ref, 'person')
  return { ref, name: person?.spec.name ?? ref, email: person?.spec.email ?? '' }
}
