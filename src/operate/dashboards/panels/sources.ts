/** What panels read from; each thing is read once for a whole dashboard, however many panels show it. */
import type { Sql } from '#base'
import type { Model } from '#model'
import type { TelemetryStore } from '#telemetry'
import { type AlarmView, readAlarms, type SignalReader } from '../../alarms/index.ts'
import type { BandMemory } from '../../bands/index.ts'
import { type HealthReading, readHealth } from '../../health/index.ts'
import { type Incident, listIncidents } from '../../incidents/index.ts'
import { type JourneyView, readJourneys } from '../../journeys/index.ts'
import type { ObjectiveMemory } from '../../objectives/index.ts'
import { type Course, readCourse } from '../course.ts'
import type { Audience } from '../frame.ts'
import { type Moments, momentsOf } from '../moments.ts'

export interface Stores {
  readonly sql: Sql
  readonly bands: BandMemory
  readonly model: Model
  readonly reader: SignalReader
  readonly store: TelemetryStore
  readonly objectives: ObjectiveMemory
}

export interface Asked {
  readonly fromMs: number
  readonly toMs: number
  /** Now, also when a range in the past is looked at. */
  readonly nowMs: number
  /** Whether the range ends now: only then states, which are of now, say anything about it. */
  readonly isNow: boolean
  readonly declaredMs: number
}

export interface Sources extends Stores, Asked {
  readonly audience: Audience
  readonly moments: Moments
  alarms(): Promise<readonly AlarmView[]>
  health(): Promise<HealthReading>
  journeys(): Promise<readonly JourneyView[]>
  incidents(): Promise<readonly Incident[]>
  /** The course of a query, and the same so long before. */
  course(query: string, agoMs?: number): Promise<Course>
}

const MOST_INCIDENTS = 500

export function sourcesOf(stores: Stores, asked: Asked, audience: Audience): Sources {
  const { sql, model, reader } = stores
  const { fromMs, toMs } = asked
  const moments = momentsOf(fromMs, toMs)
  const courses = new Map<string, Promise<Course>>()
  return {
    ...stores,
    ...asked,
    audience,
    moments,
    alarms: once(() => readAlarms(sql, model)),
    health: once(() => readHealth(sql, model, reader, toMs)),
    journeys: once(() => readJourneys({ sql, model, reader }, toMs)),
    incidents: once(() => listIncidents(sql, { workload: model.workload, limit: MOST_INCIDENTS })),
    course(query, agoMs = 0) {
      const key = `${agoMs} ${query}`
      const known = courses.get(key)
      if (known) return known
      const shifted = { ...moments, fromMs: moments.fromMs - agoMs, toMs: moments.toMs - agoMs }
      const course = readCourse(reader, query, shifted, toMs - agoMs)
      courses.set(key, course)
      return course
    },
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined
  return () => {
    reading ??= read()
    return reading
  }
}
