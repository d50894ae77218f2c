/** The front page: what business and customers get, where it comes from, and how operations themselves are. */

import type { Sql } from '#base'
import { durationMs } from '#base'
import { listRetrospectives, readDeployments } from '#evolve'
import { loadModel, type Model, readRevision } from '#model'
import {
  type ComponentHealth,
  type Override,
  readBegin,
  readHealth,
  readOverrides,
  readQueue,
  readSilences,
  type SignalHealth,
  shiftAt,
} from '#operate'
import { listDrills } from '#prepare'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { outcomeBand } from './bands.ts'
import { comingUp, type Upcoming } from './coming-up.ts'
import { describeQueued } from './incidents.ts'
import { NoSuchWorkload } from './model.ts'
import { readMoments } from './moments.ts'
import { describeOutcome, readObjectives } from './objectives.ts'
import { readOperations } from './operations.ts'

const POINTS = 120
const MOST_OPEN = 100
/** The shortest course worth a chart. */
const LEAST_MS = 5 * 60_000

export function overviewHandlers({
  ledger,
  reader,
  objectives: memory,
  bands,
}: Services): Handlers<'overview.show'> {
  const { sql } = ledger.database
  return {
    'overview.show': async ({ query: { workload, from } }) => {
      const model = await loadModel(sql, workload)
      if (!model) throw new NoSuchWorkload({ workload })
      const toMs = Date.now()
      const first = await readRevision(sql, workload, 1)
      const declaredMs = Date.parse(first!.appliedAt)
      const askedMs = toMs - durationMs(from)
      const fromMs = Math.min(
        Math.max(askedMs, toMs - LEAST_MS),
        await readBegin(model, reader, { askedMs, declaredMs, nowMs: toMs }),
      )
      const [health, objectives, incidents, moments, operations, deployments] = await Promise.all([
        readHealth(sql, model, reader, toMs, {
          rangeMs: toMs - fromMs,
          stepMs: Math.max(1_000, (toMs - fromMs) / POINTS),
        }),
        readObjectives(
          { reader, memory, model },
          { nowMs: toMs, declaredMs: Date.parse(first!.appliedAt) },
        ),
        readQueue({ sql, reader }, model, { workload, state: 'open', limit: MOST_OPEN }, toMs),
        readMoments(ledger, workload, fromMs, toMs),
        readOperations(ledger, model, toMs),
        readDeployments(sql, workload, 0, toMs),
      ])
      const overrides = await readOverrides(sql, workload, toMs)
      const upcoming = await readComingUp(sql, model, overrides, toMs)
      const drawn = await Promise.all(
        health.outcomes.map((one) => outcomeBand({ model, bands }, one, toMs)),
      )
      const spec = model.get('workload', workload)!.spec
      const versions = new Map(deployments.map(({ component, version }) => [component, version]))
      return {
        data: {
          at: health.at,
          fromMs,
          toMs,
          title: spec.title,
          tier: spec.tier,
          owner: {
            ref: spec.owner,
            title: model.find(spec.owner, 'team')?.spec.title ?? spec.owner,
          },
          onCall: onCallOf(model, overrides, toMs),
          status: health.workload.status,
          sentence: health.workload.sentence,
          since: health.workload.since,
          incidents: incidents.map((one) => describeQueued(one, model)),
          moments,
          outcomes: health.outcomes.map((one, i) => ({
            ...describeOutcome(one, model, objectives.get(one.outcome)),
            band: drawn[i]!,
          })),
          signals: health.signals.map(describeSignal),
          components: health.components.map((one) => describeComponent(one, versions)),
          operations,
          comingUp: upcoming,
        },
      }
    },
  }
}

async function readComingUp(
  sql: Sql,
  model: Model,
  overrides: readonly Override[],
  nowMs: number,
): Promise<Upcoming[]> {
  const { workload } = model
  const [drills, retrospectives, silences] = await Promise.all([
    listDrills(sql, { workload }),
    listRetrospectives(sql, { workload, state: 'open' }),
    readSilences(sql, workload),
  ])
  return comingUp(
    model,
    {
      drills,
      overrides,
      retrospectives: retrospectives.map(({ number, title, dueAt }) => ({
        ...{ name: `RETRO-${number}`, title, dueAt },
      })),
      maintenance: silences.filter(({ kind, endedAt }) => kind === 'maintenance' && !endedAt),
    },
    nowMs,
  )
}

function onCallOf(
  model: Model,
  overrides: readonly Override[],
  nowMs: number,
): { name: string; until: string } | null {
  const [rotation] = model.all('rotation')
  const shift = rotation && shiftAt(model, rotation.name, nowMs, overrides)
  if (!shift) return null
  return {
    name: model.find(shift.person, 'person')?.spec.name ?? shift.person,
    until: new Date(shift.toMs).toISOString(),
  }
}

export function describeSignal({ signal, series, expected, instances: _, ...rest }: SignalHealth) {
  return {
    ...rest,
    ref: signal,
    points: pointsOf(series),
    expected: expectedOf(expected),
    alarms: [...rest.alarms],
  }
}

export function describeComponent(
  { component, ...rest }: ComponentHealth,
  versions: ReadonlyMap<string, string> = new Map(),
) {
  return {
    ...rest,
    ref: component,
    dependsOn: [...rest.dependsOn],
    reasons: [...rest.reasons],
    raised: [...rest.raised],
    hurtBy: [...rest.hurtBy],
    carries: [...rest.carries],
    version: versions.get(component.replace('component:', '')) ?? null,
  }
}

const expectedOf = (expected: SignalHealth['expected']) =>
  expected && { min: expected.min ?? null, max: expected.max ?? null }

const pointsOf = (series: SignalHealth['series']): [number, number | null][] =>
  series.map(({ timeMs, value }) => [timeMs, value])
