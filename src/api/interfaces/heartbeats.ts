/** `POST /api/v1/heartbeats/NAME`: a job says that it is alive. For machines, so it is no entry of the ledger. */
import type { Hono } from 'hono'
import type { Ledger } from '#ledger'
import { loadModel } from '#model'
import { NoSuchHeartbeat, reportHeartbeat } from '#operate'
import type { Telemetry } from '#telemetry'
import { guard } from '../access/guard.ts'
import { problemOf } from '../problem.ts'
import { workloadOf } from './workload.ts'

export function mountHeartbeats(
  app: Hono,
  options: { ledger: Ledger; telemetry: Telemetry; needsToken: boolean },
): void {
  const { ledger, telemetry, needsToken } = options
  app.post('/api/v1/heartbeats/:heartbeat', async (c) => {
    try {
      if (needsToken) await guard(ledger, c, 'operate')
      const heartbeat = c.req.param('heartbeat')
      const workload = await workloadOf(ledger, c.req.query('workload'))
      const model = workload && (await loadModel(ledger.database.sql, workload))
      if (!model) throw new NoSuchHeartbeat({ heartbeat })
      const watchedBy = await reportHeartbeat(telemetry, model, { heartbeat, atMs: Date.now() })
      return c.json({ data: { heartbeat, watchedBy }, next: null })
    } catch (error) {
      const problem = problemOf(error, '')
      return c.json(problem, problem.status as 400, { 'content-type': 'application/problem+json' })
    }
  })
}
