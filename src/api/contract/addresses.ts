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
