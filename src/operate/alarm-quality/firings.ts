/** From facts, in order, to firings: which incident each belonged to, and what was done about it. Pure. */
import type { Observed } from './decide.ts'
import type { Blindness, Firing } from './quality.ts'

/** A fact as it is read for this; facts of other kinds are passed over. */
export interface QualityFact {
  readonly type: string
  readonly subject: string
  readonly timeMs: number
  readonly actor: string
  readonly data: {
    readonly alarm?: string | null
    readonly instance?: string | null
    readonly incident?: string | null
    readonly replayed?: string
    readonly flapping?: boolean
    readonly by?: string
    readonly dry?: boolean
    readonly trigger?: string
  }
}

type Draft = { -readonly [Key in keyof Firing]: Firing[Key] } & { incidents: Set<string> }

export const QUALITY_FACTS = [
  'alarm.raised',
  'alarm.cleared',
  'alarm.suppressed',
  'alarm.released',
  'alarm.blinded',
  'alarm.sighted',
  'alarm.data-lost',
  'alarm.data-returned',
  'alarm.calmed',
  'alarm.flapping-started',
  'incident.opened',
  'incident.alarm-added',
  'incident.acknowledged',
  'incident.note-added',
  'incident.resolved',
  'procedure.started',
] as const

export function observe(
  facts: readonly QualityFact[],
  window: Pick<Observed, 'fromMs' | 'toMs'>,
): Observed {
  const firings: Draft[] = []
  const raised = new Map<string, Draft>()
  const unseen = new Map<string, Blindness & { toMs: number | null }>()
  const blindness: (Blindness & { toMs: number | null })[] = []
  const flappings = new Map<string, number>()
  /** The last firings that joined an incident. */
  const members = new Map<string, Draft[]>()

  const endUnseen = (instance: string, kind: Blindness['kind'], timeMs: number) => {
    const one = unseen.get(instance)
    if (one?.kind !== kind) return
    one.toMs = timeMs
    unseen.delete(instance)
  }
  const beginUnseen = (
    alarm: string,
    instance: string,
    kind: Blindness['kind'],
    fromMs: number,
  ) => {
    if (unseen.has(instance)) return
    const one = { alarm, kind, fromMs, toMs: null }
    unseen.set(instance, one)
    blindness.push(one)
  }
  const act = (incident: string | null | undefined, fact: QualityFact, action: string) => {
    for (const firing of members.get(incident ?? '') ?? []) {
      firing.action ??= action
      if (fact.type === 'incident.acknowledged') firing.acknowledgedMs ??= fact.timeMs
    }
  }

  for (const fact of facts) {
    const { type, subject, timeMs, data } = fact
    const alarm = data.alarm ?? ''
    const instance = data.instance ?? ''
    switch (type) {
      case 'alarm.raised': {
        endUnseen(instance, 'no-data', timeMs)
        // Each change of what flaps is one flapping, and what was over before anybody knew is none.
        if (data.replayed === 'history' || data.flapping) break
        const firing: Draft = {
          ...{ alarm, instance, raisedMs: timeMs, clearedMs: null, wasQuiet: false },
          ...{ acknowledgedMs: null, action: null, incidents: new Set<string>() },
        }
        raised.set(instance, firing)
        firings.push(firing)
        break
      }
      case 'alarm.cleared': {
        endUnseen(instance, 'blind', timeMs)
        const firing = raised.get(instance)
        if (firing && data.replayed !== 'history') firing.clearedMs = timeMs
        break
      }
      case 'alarm.suppressed': {
        const firing = raised.get(instance)
        if (firing && firing.incidents.size === 0) firing.wasQuiet = true
        break
      }
      case 'alarm.flapping-started':
        flappings.set(alarm, (flappings.get(alarm) ?? 0) + 1)
        break
      case 'alarm.blinded':
        beginUnseen(alarm, instance, 'blind', timeMs)
        break
      case 'alarm.sighted':
        endUnseen(instance, 'blind', timeMs)
        break
      case 'alarm.data-lost':
        beginUnseen(alarm, instance, 'no-data', timeMs)
        break
      case 'alarm.data-returned':
      case 'alarm.calmed':
        endUnseen(instance, 'no-data', timeMs)
        break
      case 'incident.opened':
      case 'incident.alarm-added': {
        const firing = raised.get(instance)
        if (!firing) break
        firing.incidents.add(subject)
        firing.wasQuiet = false
        // Who belonged to it before and is over got its answer then.
        const still = (members.get(subject) ?? []).filter(({ clearedMs }) => clearedMs === null)
        members.set(subject, [...still, firing])
        break
      }
      case 'incident.acknowledged':
        act(subject, fact, 'acknowledged')
        break
      case 'incident.note-added':
        act(subject, fact, 'a note was written')
        break
      case 'incident.resolved':
        if (data.by?.startsWith('person:')) act(subject, fact, 'resolved by hand')
        break
      case 'procedure.started':
        if (!data.dry) act(data.incident, fact, 'its procedure was run')
        break
    }
  }
  const { fromMs, toMs } = window
  return {
    firings: firings
      .filter(({ raisedMs }) => raisedMs >= fromMs)
      .map(({ incidents: _, ...firing }) => firing),
    blindness,
    flappings,
    fromMs,
    toMs,
  }
}
