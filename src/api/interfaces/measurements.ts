/**
 * Measurements from browsers: the script that measures, and the address that it reports to. Anybody can send here,
 * so a report is believed only from a page of a declared site, small, well formed and not too often; what is
 * refused is counted by its reason.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import { defineError, type Log, messageOf, OpsplaneError, packageFolder } from '#base'
import type { Ledger } from '#ledger'
import { loadModel, type Resource, readWorkloads } from '#model'
import {
  type Measurements,
  openMeasurements,
  PageReport,
  readBody,
  type Telemetry,
} from '#telemetry'
import { problemOf } from '../problem.ts'
import { isOriginOf } from './origins.ts'
import { RateLimit } from './rate-limit.ts'
import { senderOf } from './sender.ts'

export const UnknownSite = defineError('measurements.unknown-site', 'forbidden', {
  message: (d: { site: string; origin: string }) =>
    `The model declares no site ${d.site} with pages of ${d.origin}.`,
  hint: "Declare it: site('shop', { origins: ['https://shop.example'] }).",
})
export const BadReport = defineError('measurements.bad-report', 'bad-input', {
  message: (d: { why: string }) => `This is no report of a page view: ${d.why}.`,
})
export const NoConsent = defineError('measurements.no-consent', 'forbidden', {
  message: (d: { site: string }) => `The site ${d.site} measures only visitors who have agreed.`,
  hint: 'Put data-consent="required" on the script, and call opsplane.consent(true).',
})
export const TooOften = defineError('measurements.too-often', 'too-many', {
  message: (d: { perMinute: number }) => `One address may send ${d.perMinute} reports in a minute.`,
})

const LIMITS = { compressedBytes: 65_536, bytes: 65_536 }
const SCRIPT_KEPT = 3_600
const MODEL_KEPT_MS = 2_000

export interface MeasurementOptions {
  readonly telemetry: Telemetry
  readonly ledger: Ledger
  readonly log: Log
  /** Name of this node. */
  readonly node: string
}

export function mountMeasurements(app: Hono, options: MeasurementOptions): Measurements {
  const { ledger, log, node } = options
  const measurements = openMeasurements({ ...options, instance: node })
  const limit = new RateLimit()
  const sitesOf = keptFor(MODEL_KEPT_MS, () => readSites(ledger))

  mountScript(app)
  app.options('/api/v1/measurements', (c) => c.body(null, 204, crossOrigin(c)))
  app.post('/api/v1/measurements', async (c) => {
    try {
      await take(c)
      return c.body(null, 204, crossOrigin(c))
    } catch (error) {
      const problem = problemOf(error, '')
      measurements.refuse(
        error instanceof OpsplaneError ? error.code.replace(/^\w+\./, '') : 'internal',
      )
      if (problem.status >= 500) log.error('a measurement was not kept', { why: messageOf(error) })
      return c.json(problem, problem.status as 400, {
        'content-type': 'application/problem+json',
        ...crossOrigin(c),
        ...(problem.status === 429 ? { 'retry-after': '60' } : {}),
      })
    }
  })
  return measurements

  async function take(c: Context): Promise<void> {
    const origin = c.req.header('origin') ?? ''
    const report = await readReport(c)
    const found = (await sitesOf()).find(
      ({ site }) => site.name === report.site && isOriginOf(origin, site.spec.origins),
    )
    if (!found)
      throw new UnknownSite({ site: report.site, origin: origin.slice(0, 200) || 'nowhere' })
    const { name, spec } = found.site
    const sender = `${found.workload} ${name} ${senderOf(c)}`
    if (!limit.allows(sender, spec.perMinute, Date.now()))
      throw new TooOften({ perMinute: spec.perMinute })
    if (spec.consent === 'required' && !report.consent) throw new NoConsent({ site: name })
    if (!isKept(report.view, spec.sample)) return measurements.refuse('not-in-sample')
    const site = { workload: found.workload, name, pages: spec.pages }
    measurements.take(site, report, c.req.header('user-agent') ?? '')
  }
}

async function readReport(c: Context): Promise<PageReport> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  const body = incoming ?? (c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null)
  const bytes = await readBody(c.req.header('content-encoding'), body ?? new Uint8Array(), LIMITS)
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new BadReport({ why: 'it is not JSON' }, { cause })
  }
  const parsed = PageReport.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadReport({ why: `${issue!.path.join('.')}: ${issue!.message}`.slice(0, 200) })
}

/** The same page view is kept or not, however many reports it sends. */
function isKept(view: string, sample: number): boolean {
  if (sample >= 1) return true
  return createHash('sha256').update(view).digest().readUInt32BE(0) / 2 ** 32 < sample
}

/** The answer says nothing about anybody, so every page may read it. */
function crossOrigin(c: Context): Record<string, string> {
  return {
    'access-control-allow-origin': c.req.header('origin') ?? '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '86400',
    vary: 'origin',
  }
}

function mountScript(app: Hono): void {
  const file = join(packageFolder(), 'dist/browser/measure.js')
  let script: { text: string; etag: string } | undefined
  app.get('/measure.js', (c) => {
    if (!script && existsSync(file)) {
      const text = readFileSync(file, 'utf8')
      script = { text, etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"` }
    }
    if (!script) return c.notFound()
    const headers = {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': `public, max-age=${SCRIPT_KEPT}, stale-while-revalidate=86400`,
      etag: script.etag,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'timing-allow-origin': '*',
    }
    return c.req.header('if-none-match') === script.etag
      ? c.body(null, 304, headers)
      : c.body(script.text, 200, headers)
  })
}

interface FoundSite {
  readonly workload: string
  readonly site: Resource<'site'>
}

async function readSites(ledger: Ledger): Promise<readonly FoundSite[]> {
  const { sql } = ledger.database
  const found: FoundSite[] = []
  for (const workload of await readWorkloads(sql))
    for (const site of (await loadModel(sql, workload))?.all('site') ?? [])
      found.push({ workload, site })
  return found
}

/** A page that is opened a thousand times in a second asks the database once. */
function keptFor<Kept>(ms: number, read: () => Promise<Kept>): () => Promise<Kept> {
  let kept: { untilMs: number; answer: Promise<Kept> } | undefined
  return () => {
    const nowMs = performance.now()
    if (!kept || nowMs >= kept.untilMs) {
      const answer = read()
      kept = { untilMs: nowMs + ms, answer }
      answer.catch(() => {
        kept = undefined
      })
    }
    return kept.answer
  }
}
