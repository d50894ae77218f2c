/** Status pages: static documents for their audience, in every form of the list. Private ones need a session. */
import type { Hono } from 'hono'
import type { Ledger } from '#ledger'
import { loadModel, readWorkloads } from '#model'
import { readStatusPage, statusRenderers } from '#operate'
import { guard } from '../access/guard.ts'
import { problemOf } from '../problem.ts'

/** The page carries its own styles and nothing else. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
/** How old a copy may be, in seconds. */
const KEPT = 10

export function mountStatus(app: Hono, options: { ledger: Ledger; url: () => string }): void {
  const { ledger, url } = options
  const { sql } = ledger.database
  for (const { path, contentType, render } of statusRenderers)
    app.get(path === '' ? '/status/:page' : `/status/:page/${path}`, async (c) => {
      try {
        const page = c.req.param('page')
        if (!(await isPublic(page))) await guard(ledger, c, 'read')
        const view = await readStatusPage(sql, {
          page,
          nowMs: await ledger.nowMs(),
          baseUrl: url(),
        })
        if (!view) return c.notFound()
        c.header('content-security-policy', POLICY)
        c.header('cache-control', `public, max-age=${KEPT}`)
        return c.body(render(view), 200, { 'content-type': contentType })
      } catch (error) {
        const problem = problemOf(error, '')
        return c.json(problem, problem.status as 401, {
          'content-type': 'application/problem+json',
        })
      }
    })

  async function isPublic(page: string): Promise<boolean> {
    for (const workload of await readWorkloads(sql)) {
      const spec = (await loadModel(sql, workload))?.get('status-page', page)?.spec
      if (spec) return spec.public
    }
    return false
  }
}
