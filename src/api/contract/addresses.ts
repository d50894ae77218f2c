/**
 * Method and address of every route, below /api/v1. A plain table of its own, so that the client of the
 * console carries addresses and types, and no schemas.
 */
export const addresses = {
  'session.show': 'GET /session',
  'session.open': 'POST /session',
  'session.open-with-password': 'POST /session/password',
  'session.close': 'DELETE /session',
  'session.link': 'POST /session/links',
  'accounts.password': 'POST /session/own-password',
  'accounts.save': 'POST /accounts',
  'workloads.list': 'GET /workloads',
  'model.show': 'GET /model',
  'model.revisions': 'GET /model/revisions',
  'model.plan': 'POST /model/plan',
  'model.apply': 'POST /model/apply',
  'model.undo': 'POST /model/undo',
  'overview.show': 'GET /overview',
  'alarms.list': 'GET /alarms',
  'alarms.show': 'GET /alarms/:alarm',
  'alarms.clear': 'POST /alarms/:alarm/clear',
  'procedures.list': 'GET /procedures',
  'procedures.show': 'GET /procedures/:procedure',
  'procedures.run': 'POST /procedures/:procedure/runs',
  'runs.list': 'GET /runs',
  'runs.show': 'GET /runs/:run',
  'runs.answer': 'POST /runs/:run/answers',
  'runs.cancel': 'POST /runs/:run/cancel',
  'drills.list': 'GET /drills',
  'drills.show': 'GET /drills/:experiment',
  'drills.run': 'POST /drills/:experiment/runs',
  'drill-runs.show': 'GET /drill-runs/:drill',
  'drill-runs.abort': 'POST /drill-runs/:drill/abort',
  'retrospectives.list': 'GET /retrospectives',
  'retrospectives.show': 'GET /retrospectives/:retrospective',
  'retrospectives.close': 'POST /retrospectives/:retrospective/close',
  'lessons.list': 'GET /lessons',
  'lessons.record': 'POST /lessons',
  'improvements.list': 'GET /improvements',
  'improvements.propose': 'POST /improvements',
  'improvements.move': 'POST /improvements/:improvement/move',
  'review.show': 'GET /review',
  'review.reason': 'POST /review/:practice/reason',
  'review.milestone': 'POST /review/milestones',
  'incidents.list': 'GET /incidents',
  'incidents.show': 'GET /incidents/:incident',
  'incidents.declare': 'POST /incidents',
  'incidents.acknowledge': 'POST /incidents/:incident/acknowledge',
  'incidents.note': 'POST /incidents/:incident/note',
  'incidents.prioritise': 'POST /incidents/:incident/prioritise',
  'incidents.resolve': 'POST /incidents/:incident/resolve',
  'notifications.list': 'GET /notifications',
  'oncall.show': 'GET /oncall',
  'query.promql': 'GET /query',
  'ledger.list': 'GET /ledger',
  'ledger.verify': 'GET /ledger/verify',
  'ledger.rebuild': 'POST /ledger/rebuild',
} as const

export type RouteName = keyof typeof addresses

/** `GET` and `/incidents/:incident` of a route. */
export function addressOf(name: RouteName): { method: 'GET' | 'POST' | 'DELETE'; path: string } {
  const [method, path] = addresses[name].split(' ') as ['GET' | 'POST' | 'DELETE', string]
  return { method, path }
}
