/** Which questions a fact may have changed the answer of, by the first word of its type. */

const TOUCHED: Record<string, readonly string[]> = {
  alarm: ['alarms', 'silences', 'alarm-quality', 'incidents', 'overview', 'outcomes', 'system'],
  silence: ['silences', 'alarms'],
  cause: ['causes', 'incidents'],
  component: ['overview', 'alarms'],
  dependencies: ['system'],
  deployment: ['changes', 'overview', 'incidents'],
  event: ['received-events', 'event-sources'],
  subscription: ['event-sources'],
  drill: ['drills', 'drill-runs', 'overview', 'incidents'],
  evidence: ['causes', 'incidents'],
  escalation: ['escalations', 'incidents', 'oncall'],
  improvement: ['improvements', 'overview'],
  incident: ['incidents', 'overview', 'retrospectives', 'outcomes', 'problems', 'response'],
  lesson: ['lessons'],
  model: [
    'model',
    'workloads',
    'oncall',
    'escalations',
    'procedures',
    'alarms',
    'silences',
    'event-sources',
    'overview',
    'outcomes',
    'system',
    'drills',
    'review',
    'reviews',
  ],
  oncall: ['oncall', 'overview', 'escalations'],
  notification: ['notifications', 'incidents'],
  problem: ['problems', 'incidents'],
  procedure: ['runs', 'procedures', 'incidents', 'drills', 'drill-runs', 'overview'],
  retrospective: ['retrospectives', 'incidents', 'improvements', 'lessons'],
  review: ['review', 'reviews'],
  status: ['status', 'incidents'],
  step: ['runs', 'incidents', 'drill-runs'],
  account: ['accounts', 'session'],
}

/** `incident.opened` touches incidents, the overview, retrospectives, and always the ledger. */
export function touches(type: string): readonly string[] {
  const noun = type.split('.')[0] ?? ''
  return [...(TOUCHED[noun] ?? [noun, `${noun}s`]), 'ledger']
}
