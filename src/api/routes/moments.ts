/** What changed in a span of time: releases, configuration, incidents, drills, runs; one lane for all charts. */

import { readDeployments } from '#evolve'
import { type Fact, type Ledger, modelApplied } from '#ledger'
import { listIncidents, nameOf } from '#operate'
import { listDrills } from '#prepare'
import { listRuns } from '#procedures'

export interface Moment {
  readonly at: string
  readonly until: string | null
  readonly kind: 'release' | 'configuration' | 'incident' | 'drill' | 'procedure'
  readonly title: string
  readonly path: string | null
}

const MOST = 60

export async function readMoments(
  ledger: Ledger,
  workload: string,
  fromMs: number,
  toMs: number,
): Promise<Moment[]> {
  const { sql } = ledger.database
  const [deployments, incidents, drills, runs, applied] = await Promise.all([
    readDeployments(sql, workload, fromMs, toMs),
    listIncidents(sql, { workload }),
    listDrills(sql, { workload }),
    listRuns(sql, { workload }),
    ledger.read({ types: [modelApplied.type], newestFirst: true, limit: 20 }),
  ])
  const moments: Moment[] = [
    ...deployments.map(({ component, version, finishedAt }) => ({
      at: finishedAt,
      until: finishedAt,
      kind: 'release' as const,
      title: `${component} ${version}`,
      path: null,
    })),
    ...applied
      .filter((fact) => ofWorkload(fact, workload))
      .map((fact) => ({
        at: fact.time,
        until: fact.time,
        kind: 'configuration' as const,
        title: `model revision ${(fact.data as { revision: number }).revision}`,
        path: 'model',
      })),
    ...incidents.map((incident) => ({
      at: incident.openedAt,
      until: incident.resolvedAt,
      kind: 'incident' as const,
      title: `${nameOf(incident)} ${incident.title}`,
      path: `incidents/${nameOf(incident)}`,
    })),
    ...drills.map(({ startedAt, finishedAt, title, experiment }) => ({
      at: startedAt,
      until: finishedAt,
      kind: 'drill' as const,
      title,
      path: `drills/${experiment}`,
    })),
    ...runs
      .filter(({ dry }) => !dry)
      .map(({ createdAt, endedAt, title, id }) => ({
        at: createdAt,
        until: endedAt,
        kind: 'procedure' as const,
        title,
        path: `runs/${id}`,
      })),
  ]
  return moments
    .filter(
      ({ at, until }) => Date.parse(at) <= toMs && (until === null || Date.parse(until) >= fromMs),
    )
    .sort((a, b) => a.at.localeCompare(b.at))
    .slice(-MOST)
}

function ofWorkload(fact: Fact, workload: string): boolean {
  return (fact.data as { workload?: string }).workload === workload
}
