/**
 * The API of Alertmanager, below /alertmanager and /alertmanager/WORKLOAD, so that Prometheus may have us as its only
 * alertmanager, and tools that read alerts and write silences find them.
 */
import type { Context, Hono } from 'hono'
import { defineError, type Log, messageOf } from '#base'
import type { Ledger } from '#ledger'
import { loadModel } from '#model'
import {
  createSilence,
  endSilence,
  findSilence,
  type PushedAlert,
  readSilences,
  SilenceNotFound,
  takeAlerts,
} from '#operate'
import { compilePattern, readBody } from '#telemetry'
import { guard } from '../../access/guard.ts'
import { problemOf } from '../../problem.ts'
import { workloadOf } from '../workload.ts'
import { testOf } from './filters.ts'
import { NotAlerts, readAlerts } from './read-alerts.ts'
import { inGroups, isWanted, showAlerts } from './show-alerts.ts'
import { configOf, receiversOf } from './show-routes.ts'
import { labelsOf, NotASilence, readSilence, showSilence } from './silences.ts'

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

/** `by` is the actor: whoever is signed in, or nobody where a sender needs no token. */
type Answer = (c: Context, by: string) => Promise<Response> | Response

export function mountAlertmanager(app: Hono, options: AlertmanagerOptions): void {
  const { ledger, log, version, needsToken } = options
  const { sql } = ledger.database
  const startedAt = new Date().toISOString()
  const answers: Readonly<Record<string, Answer>> = {
    'POST v2/alerts': async (c) => {
      await take(c)
      return c.body(null, 200)
    },
    'POST v1/alerts': async (c) => {
      await take(c)
      return c.json({ status: 'success' })
    },
    'GET v2/alerts': async (c) => c.json(await show(c)),
    'GET v2/alerts/groups': async (c) => c.json(inGroups(await show(c))),
    'GET v2/silences': async (c) => c.json(await silences(c)),
    'POST v2/silences': async (c, by) => c.json({ silenceID: await silence(c, by) }),
    'GET v2/silence/:id': async (c) => {
      const { workload } = await modelOf(c)
      const id = c.req.param('id')!
      const found = await findSilence(sql, workload, id)
      const shown = found && showSilence(found, await ledger.nowMs())
      if (!shown) throw new SilenceNotFound({ silence: id })
      return c.json(shown)
    },
    'DELETE v2/silence/:id': async (c, by) => {
      const { workload } = await modelOf(c)
      const reason = 'ended through the Alertmanager API'
      await endSilence(ledger, { workload, silence: c.req.param('id')!, by, reason })
      return c.body(null, 200)
    },
    'GET v2/receivers': async (c) =>
      c.json(receiversOf(await modelOf(c)).map((name) => ({ name }))),
    'GET v2/status': async (c) =>
      c.json({
        cluster: { status: 'disabled', peers: [] },
        config: { original: configOf(await modelOf(c)) },
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
    const permission = path.includes('silence') ? 'respond' : 'operate'
    for (const prefix of ['/alertmanager', '/alertmanager/:workload'])
      app.on(method, `${prefix}/api/${path}`, async (c) => {
        try {
          const isSender = method === 'POST' && permission === 'operate'
          const account =
            needsToken || !isSender
              ? await guard(ledger, c, method === 'GET' ? 'read' : permission)
              : undefined
          return await answer(c, `person:${account?.name}`)
        } catch (error) {
          const problem = problemOf(error, '')
          if (problem.status >= 500)
            log.error('a request of the Alertmanager API failed', { path, why: messageOf(error) })
          // Alertmanager answers a mistake with its text alone.
          return c.json(`${problem.detail} ${problem.hint ?? ''}`.trim(), problem.status as 400)
        }
      })
  }

  async function modelOf(c: Context) {
    const workload = await workloadOf(ledger, c.req.param('workload') ?? c.req.query('workload'))
    const model = workload && (await loadModel(sql, workload))
    if (!model) throw new NoWorkload({})
    return model
  }

  async function take(c: Context): Promise<void> {
    const { workload } = await modelOf(c)
    const sender = c.req.header('user-agent')?.split(/[\s/]/)[0] || 'unknown'
    const alerts = readAlerts(await jsonOf(c), sender, await ledger.nowMs())
    const bySource = new Map<string, PushedAlert[]>()
    for (const alert of alerts)
      bySource.set(alert.source, [...(bySource.get(alert.source) ?? []), alert])
    for (const [source, own] of bySource)
      await takeAlerts(ledger, { workload, source, by: `source:${source}` }, own)
  }

  async function show(c: Context) {
    const model = await modelOf(c)
    const test = filterOf(c)
    const wants = (name: string) => c.req.query(name) !== 'false'
    const wanted = {
      ...{ active: wants('active'), silenced: wants('silenced'), inhibited: wants('inhibited') },
    }
    const pattern = c.req.query('receiver')
    const isReceiver = pattern ? patternOf(pattern) : () => true
    const all = await showAlerts(sql, model, await ledger.nowMs())
    return all.filter(
      (alert) =>
        test(alert.labels) &&
        isWanted(alert, wanted) &&
        alert.receivers.some(({ name }) => isReceiver(name)),
    )
  }

  async function silences(c: Context) {
    const { workload } = await modelOf(c)
    const test = filterOf(c)
    const nowMs = await ledger.nowMs()
    const all = (await readSilences(sql, workload)).flatMap((one) => showSilence(one, nowMs) ?? [])
    return all.filter((one) => test(labelsOf(one)))
  }

  /** A silence that is posted with its id takes the place of the former one. Returns the new id. */
  async function silence(c: Context, by: string): Promise<string> {
    const { workload } = await modelOf(c)
    const nowMs = await ledger.nowMs()
    const body = await jsonOf(c)
    const { replaces, silence } = readSilence(body, { workload, by, nowMs })
    const former = replaces === undefined ? undefined : await findSilence(sql, workload, replaces)
    if (replaces !== undefined && !former) throw new SilenceNotFound({ silence: replaces })
    const { id } = await createSilence(ledger, { ...silence, by })
    if (former && !former.endedAt && showSilence(former, nowMs)?.status.state !== 'expired')
      await endSilence(ledger, { workload, silence: former.id, by, reason: `${id} replaces it` })
    return id
  }
}

const patternOf = (pattern: string) => {
  const compiled = compilePattern(pattern)
  return (text: string) => compiled.test(text)
}

function filterOf(c: Context) {
  const test = testOf(c.req.queries('filter') ?? [], patternOf)
  if (!test) throw new NotAlerts({ why: 'a filter is not name="value"' })
  return test
}

async function jsonOf(c: Context): Promise<unknown> {
  const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null
  const bytes = await readBody(c.req.header('content-encoding'), body ?? new Uint8Array(), LIMITS)
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    const why = messageOf(cause)
    throw c.req.path.includes('silence')
      ? new NotASilence({ why }, { cause })
      : new NotAlerts({ why }, { cause })
  }
}
