/** The life of an incident as stages, from what has happened so far. */
import { isOver } from '../../ui/step-words.ts'
import type { IncidentDetail } from './words.ts'

export interface StageAt {
  readonly title: string
  readonly state: 'done' | 'now' | 'later'
  readonly at?: string
}

export function stagesOf(incident: IncidentDetail): readonly StageAt[] {
  const { occurredAt, openedAt, acknowledgedAt, resolvedAt, runs, retrospective } = incident
  const isRunning = runs.some(({ state }) => !isOver(state))
  const hasRun = runs.length > 0
  const done = (title: string, at?: string | null): StageAt => ({
    title,
    state: 'done',
    ...(at ? { at } : {}),
  })
  const later = (title: string): StageAt => ({ title, state: 'later' })
  const now = (title: string): StageAt => ({ title, state: 'now' })
  return [
    done('Detected', occurredAt),
    done('Opened', openedAt),
    acknowledgedAt
      ? done('Acknowledged', acknowledgedAt)
      : resolvedAt
        ? later('Not acknowledged')
        : now('Calling for help'),
    resolvedAt
      ? hasRun
        ? done('Mitigated')
        : later('No procedure ran')
      : isRunning
        ? now('Mitigating')
        : hasRun
          ? done('Procedure ran')
          : later('Mitigating'),
    resolvedAt ? done('Resolved', resolvedAt) : later('Resolved'),
    retrospective ? done('Retrospective drafted') : later('Retrospective'),
  ]
}
