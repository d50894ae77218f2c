/** `GET /metrics`: how we fare ourselves, for a Prometheus that scrapes us. */
import type { Hono } from 'hono'
import { auditEscalations } from '#operate'
import { EXPOSITION_TYPE, exposeOwnMetrics } from '#telemetry'
import { guard } from '../access/guard.ts'
import { problemOf } from '../problem.ts'
import type { IngestOptions } from './ingest.ts'

export function mountMetrics(app: Hono, { telemetry, ledger, needsToken }: IngestOptions): void {
  app.get('/metrics', async (c) => {
    try {
      if (needsToken) await guard(ledger, c, 'read')
      const calls = await auditEscalations(ledger.database.sql, await ledger.nowMs())
      const { user, system } = process.cpuUsage()
      const text = exposeOwnMetrics(telemetry.stats(), {
        process_cpu_seconds_total: (user + system) / 1e6,
        process_resident_memory_bytes: process.memoryUsage.rss(),
        opsplane_escalations_overdue: calls.overdue,
        opsplane_escalation_latest_seconds: calls.latestMs / 1_000,
        opsplane_page_oldest_queued_seconds: calls.oldestPageMs / 1_000,
        process_start_time_seconds: Math.round(Date.now() / 1_000 - process.uptime()),
      })
      return c.body(text, 200, { 'content-type': EXPOSITION_TYPE })
    } catch (error) {
      const problem = problemOf(error, '')
      return c.text(`${problem.detail}\n`, problem.status as 401)
    }
  })
}
