/** Outcomes as the contract tells them, with what is left of their budgets. */
import { type Model, objectiveOf } from '#model'
import {
  type HealthReading,
  type ObjectiveHealth,
  type ObjectiveMemory,
  readObjective,
  type SignalReader,
} from '#operate'

type Outcome = HealthReading['outcomes'][number]

/** The objectives of all outcomes, by `outcome:name`; those without one are left out. */
export async function readObjectives(
  from: { readonly reader: SignalReader; readonly memory: ObjectiveMemory; readonly model: Model },
  at: { readonly nowMs: number; readonly declaredMs: number },
): Promise<Map<string, ObjectiveHealth>> {
  const found = await Promise.all(
    from.model.all('outcome').map(async (outcome) => {
      const objective = objectiveOf(from.model, outcome)
      return objective ? [await readObjective(from, objective, at)] : []
    }),
  )
  return new Map(found.flat().map((one) => [one.objective.outcome, one]))
}

export function describeOutcome(
  { outcome, series, expected, causes, loss, ...rest }: Outcome,
  model: Model,
  objective: ObjectiveHealth | undefined,
) {
  return {
    ...rest,
    ref: outcome,
    owner: titleOf(rest.owner, model),
    points: series.map(({ timeMs, value }): [number, number | null] => [timeMs, value]),
    expected: expected && { min: expected.min ?? null, max: expected.max ?? null },
    target: { ...rest.target },
    loss: loss && { ...loss },
    causes: causes.map((cause) => ({ ...cause, path: [...cause.path] })),
    objective: objective ? describeObjective(objective) : null,
  }
}

function describeObjective(health: ObjectiveHealth) {
  const { objective, budget, sinceMs, exhaustedAtMs, burn, status, reason } = health
  const { attained, allowed, left, leftAtWorst, counted } = budget
  return {
    ...{ target: objective.target, windowMs: objective.windowMs, basis: objective.basis },
    sliceMs: objective.basis === 'slices' ? objective.sliceMs : null,
    missing: objective.missing,
    since: iso(sinceMs),
    ...{ attained, allowed, left, leftAtWorst, status, reason },
    ...{ bad: counted.bad, total: counted.total },
    ...{ unknownMs: counted.unknownMs, coarse: counted.coarse },
    burn: burn.map((one) => ({ ...one })),
    exhaustedAt: exhaustedAtMs === null ? null : iso(exhaustedAtMs),
  }
}

const iso = (ms: number) => new Date(ms).toISOString()

const titleOf = (ref: string, model: Model) =>
  model.find(ref, 'team')?.spec.title ?? model.find(ref, 'person')?.spec.name ?? ref
