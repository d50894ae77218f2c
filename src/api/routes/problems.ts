/** Problems on their way from what recurs to a fix that holds. */
import {
  findIncident,
  linkIncident,
  listProblems,
  moveProblem,
  nameOf,
  openProblem,
  type Problem,
  ProblemNotFound,
  problemName,
  readIncident,
  readProblem,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names = 'problems.list' | 'problems.show' | 'problems.open' | 'problems.link' | 'problems.move'

export function problemHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database

  async function describe({ number, group: _, incidents, workload: __, ...rest }: Problem) {
    const found = await Promise.all(incidents.map((id) => readIncident(sql, id)))
    return {
      ...rest,
      name: problemName({ number }),
      moves: [...rest.moves],
      incidents: found.flatMap((one) =>
        one
          ? [
              {
                name: nameOf(one),
                title: one.title,
                openedAt: one.openedAt,
                resolvedAt: one.resolvedAt,
              },
            ]
          : [],
      ),
    }
  }
  const described = async (problem: Problem) => ({ data: await describe(problem) })

  return {
    'problems.list': async ({ query: { workload, state, incident: name, limit } }) => {
      const incident = name ? (await findIncident(sql, workload, name))?.id : undefined
      if (name && !incident) return { data: [] }
      const found = await listProblems(sql, { workload, state, incident, limit })
      return { data: await Promise.all(found.map(describe)) }
    },
    'problems.show': async ({ params, query: { workload } }) => {
      const problem = await readProblem(sql, workload, params.problem)
      if (!problem) throw new ProblemNotFound(params)
      return described(problem)
    },
    'problems.open': async ({ body }, { actor }) =>
      described(await openProblem(ledger, { ...body, by: actor })),
    'problems.link': async ({ params, body }, { actor }) =>
      described(await linkIncident(ledger, { ...params, ...body, by: actor })),
    'problems.move': async ({ params, body }, { actor }) =>
      described(await moveProblem(ledger, { ...params, ...body, by: actor })),
  }
}
