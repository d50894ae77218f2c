/** The table of deployments. */
import type { Sql } from '#base'
import { defineProjection, deploymentFinished, fold } from '#ledger'

export const deployments = defineProjection(
  'changes.deployments',
  ['deployment'],
  [
    fold(deploymentFinished, (fact, sql) => {
      const { workload, environment, component, version, previous, outcome, deliveryId } = fact.data
      return sql`
        insert into deployment
          (id, workload, environment, component, version, previous, outcome, delivery_id, finished_at)
        values (${fact.id}, ${workload}, ${environment}, ${component}, ${version}, ${previous}, ${outcome},
          ${deliveryId}, ${fact.time})`
    }),
  ],
)

export interface Deployment {
  readonly id: string
  readonly component: string
  readonly environment: string
  readonly version: string
  readonly previous: string | null
  readonly outcome: 'success' | 'failure'
  /** ISO 8601 */
  readonly finishedAt: string
}

/** In a span of time, oldest first. */
export async function readDeployments(
  sql: Sql,
  workload: string,
  fromMs: number,
  toMs: number,
): Promise<Deployment[]> {
  const rows = await sql<Omit<Deployment, 'finishedAt'> & { finished_at: Date }>`
    select id, component, environment, version, previous, outcome, finished_at from deployment
    where workload = ${workload} and finished_at between ${new Date(fromMs)} and ${new Date(toMs)}
    order by finished_at, id`
  return rows.map(({ finished_at, ...row }) => ({ ...row, finishedAt: finished_at.toISOString() }))
}

/** Whether this delivery was taken before. */
export async function isKnownDeployment(
  sql: Sql,
  workload: string,
  deliveryId: string,
): Promise<boolean> {
  const rows =
    await sql`select from deployment where workload = ${workload} and delivery_id = ${deliveryId}`
  return rows.length > 0
}
