/**
 * The API of Alertmanager, below /alertmanager and /alertmanager/WORKLOAD, so that Prometheus may have us as its only
 * alertmanager, and tools that read alerts find them.
 */
import type { Context, Hono } from 'hono'
import { defineError, type Log, messageOf } from '#base'
import type { Ledger } from '#ledger'
import { loadModel } from '#model'
import { type PushedAlert, takeAlerts } from '#operate'
import { compilePattern, readBody } from '#telemetry'
import { guard } from '../../access/guard.ts'
import { problemOf } from '../../problem.ts'
import { workloadOf } from '../workload.ts'
import { NotAlerts, readAlerts } from './read-alerts.ts'
import { filtered, showAlerts } from './show-alerts.ts'

export interface AlertmanagerOptions {
  readonly ledger: Ledger
  readonly log: Log
  readonly version: string
  /** On loopback a sender needs no token. */
  readonly needsToken: boolean
}

/** A sender that is told so sends again. */
export const NoWorkload = defineError('alertmanager.no-workload', 'unavailable', {
  message: () => 'There is no such workload yet to which alerts could belong.',
  hint: 'Apply its model: opsplane apply.',
})

const LIMITS = { compressedBytes: 2 ** 23, bytes: 2 ** 25 }

export function mountAlertmanager(app: Hono, options: AlertmanagerOptions): void {
  const { ledger, log, version, needsToken } = options
  const startedAt = new Date().toISOString()
  const answers: Readonly<Record<string, (c: Context) => Promise<Response> | Response>> = {
    'POST v2/alerts': async (c) => {
      await take(c)
      return c.body(null, 200)
    },
    'POST v1/alerts': async (c) => {
      await take(c)
      return c.json({ status: 'success' })
    },
    'GET v2/alerts': async (c) => c.json(await show(c)),
    'GET v2/silences': (c) => c.json([]),
    'GET v2/receivers': (c) => c.json([{ name: 'opsplane' }]),
    'GET v2/status': (c) =>
      c.json({
        cluster: { status: 'disabled', peers: [] },
        config: { original: '' },
        uptime: startedAt,
        versionInfo: {
          version,
          branch: '',
          revision: '',
          buildDate: '',
          buildUser: '',
          goVersion: '',
        },
      }),
  }
  for (const [address, answer] of Object.entries(answers)) {
    const [method, path] = address.split(' ') as [string, string]
    for (const prefix of ['/alertmanager', '/alertmanager/:workload'])
      app.on(method, `${prefix}/api/${path}`, async (c) => {
        try {
          if (needsToken || method === 'GET')
            await guard(ledger, c, method === 'GET' ? 'read' : 'operate')
          return await answer(c)
        } catch (error) {
          const problem = problemOf(error, '')
          if (problem.status >= 500)
            log.error('alerts were not taken', { path, why: messageOf(error) })
          // Alertmanager answers a mistake with its text alone.
          return c.json(`${problem.detail} ${problem.hint ?? ''}`.trim(), problem.status as 400)
        }
      })
  }

  async function modelOf(c: Context) {
    const workload = await workloadOf(ledger, c.req.param('workload') ?? c.req.query('workload'))
    const model = workload && (await loadModel(ledger.database.sql, workload))
    if (!model) throw new NoWorkload({})
    return model
  }

  async function take(c: Context): Promise<void> {
    const model = await modelOf(c)
    const bytes = await readBody(
      c.req.header('content-encoding'),
      c.req.raw.body as unknown as AsyncIterable<Uint8Array>,
      LIMITS,
    )
    const sender = c.req.header('user-agent')?.split(/[\s/]/)[0] || 'unknown'
    const alerts = readAlerts(parse(bytes), sender, await ledger.nowMs())
    const bySource = new Map<string, PushedAlert[]>()
    for (const alert of alerts)
      bySource.set(alert.source, [...(bySource.get(alert.source) ?? []), alert])
    const { workload } = model
    for (const [source, own] of bySource)
      await takeAlerts(ledger, { workload, source, by: `source:${source}` }, own)
  }

  async function show(c: Context) {
    const model = await modelOf(c)
    const all = await showAlerts(ledger.database.sql, model, await ledger.nowMs())
    const found = filtered(all, c.req.queries('filter') ?? [], (pattern) => {
      const compiled = compilePattern(pattern)
      return (text) => compiled.test(text)
    })
    if (!found) throw new NotAlerts({ why: 'a filter is not name="value"' })
    return found
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new NotAlerts({ why: messageOf(cause) }, { cause })
  }
}
