/** Reading what pages say: for decisions, and as the view that every renderer draws. */
import type { Sql } from '#base'
import { loadModel, type Model, readWorkloads, type SpecOf } from '#model'
import { readAlarms } from '../alarms/index.ts'
import type { ComponentStatus } from './decide.ts'
import type { ComponentView, Episode, StatusPageView } from './view.ts'

const HISTORY_DAYS = 90

/** What all pages of a workload say about components that have ever suffered. */
export async function readComponents(sql: Sql, workload: string): Promise<ComponentStatus[]> {
  const rows = await sql<{
    page: string
    component: string
    state: 'impacted' | 'operational'
    text: string
    since: Date
    episode: number
    when_over: string | null
  }>`select * from status_component where workload = ${workload} order by page, component`
  return rows.map(({ since, when_over, ...row }) => ({
    page: row.page,
    component: row.component,
    state: row.state,
    text: row.text,
    episode: row.episode,
    since: since.toISOString(),
    whenOver: when_over,
  }))
}

/** The newest seq of each page of a workload. */
export async function readLastSeqs(sql: Sql, workload: string): Promise<Map<string, number>> {
  const rows = await sql<{ page: string; seq: number }>`
    select page, max(seq) as seq from status_update where workload = ${workload} group by page`
  return new Map(rows.map(({ page, seq }) => [page, seq]))
}

/** One entry of what a page has said. */
export interface StatusUpdate {
  readonly workload: string
  readonly page: string
  readonly seq: number
  readonly component: string
  readonly state: 'impacted' | 'operational'
  readonly text: string
  readonly episode: number
  readonly publishedAt: string
  readonly incident: string
}

/** Newest first; of one incident when told. */
export async function listStatusUpdates(
  sql: Sql,
  query: {
    readonly workload?: string | undefined
    readonly page?: string | undefined
    readonly incident?: string | undefined
    readonly limit?: number | undefined
  } = {},
): Promise<StatusUpdate[]> {
  const { workload = null, page = null, incident = null, limit = 200 } = query
  const rows = await sql<UpdateRow>`
    select * from status_update
    where (${workload}::text is null or workload = ${workload})
      and (${page}::text is null or page = ${page})
      and (${incident}::text is null or incident = ${incident})
    order by published_at desc, workload, page, seq desc limit ${limit}`
  return rows.map(({ published_at, ...row }) => ({
    workload: row.workload,
    page: row.page,
    seq: row.seq,
    component: row.component,
    state: row.state,
    text: row.text,
    episode: row.episode,
    publishedAt: published_at.toISOString(),
    incident: row.incident,
  }))
}

/** A page as a model declares it: of one workload, or of the first that declares it. */
export async function findStatusPage(
  sql: Sql,
  page: string,
  workload?: string,
): Promise<FoundPage | undefined> {
  for (const one of workload === undefined ? await readWorkloads(sql) : [workload]) {
    const model = await loadModel(sql, one)
    const spec = model?.get('status-page', page)?.spec
    if (spec) return { workload: one, model: model!, spec }
  }
  return undefined
}

export interface FoundPage {
  readonly workload: string
  readonly model: Model
  readonly spec: SpecOf<'status-page'>
}

/**
 * A page as its audience sees it; undefined when no model declares it. `baseUrl` is the address of this
 * server without a slash at the end. Without a workload, the first one that declares the page.
 */
export async function readStatusPage(
  sql: Sql,
  query: {
    readonly page: string
    readonly workload?: string | undefined
    readonly nowMs: number
    readonly baseUrl: string
  },
): Promise<StatusPageView | undefined> {
  const { page, nowMs, baseUrl } = query
  const found = await findStatusPage(sql, page, query.workload)
  if (!found) return undefined
  const { workload, model, spec } = found
  const said = (await readComponents(sql, workload)).filter((one) => one.page === page)
  const episodes = await readEpisodes(sql, workload, page, nowMs)
  const unwatched = await outcomesInTheDark(sql, model)
  const components = spec.components.map(({ name, outcomes }): ComponentView => {
    const status = said.find(({ component }) => component === name)
    if (status?.state === 'impacted')
      return { name, state: 'impacted', text: status.text, since: status.since }
    const isDark = outcomes.some((outcome) => unwatched.has(outcome))
    return { name, state: isDark ? 'unknown' : 'operational', text: null, since: null }
  })
  return {
    page,
    workload,
    title: spec.title,
    audience: spec.audience,
    isPublic: spec.public,
    url: `${baseUrl}/status/${page}`,
    components,
    episodes,
    updatedAt: episodes[0]?.updates.at(-1)?.at ?? null,
    followedBy:
      spec.subscribers?.by.filter((kind) => kind !== 'sms' || spec.subscribers?.sms) ?? [],
    nowMs,
  }
}

/** Outcomes whose alarms have no data or cannot be evaluated: nobody knows how they are. */
async function outcomesInTheDark(sql: Sql, model: Model): Promise<Set<string>> {
  const dark = (await readAlarms(sql, model)).filter(
    ({ state, error }) => state === 'nodata' || error !== null,
  )
  return new Set(dark.flatMap(({ protects }) => protects))
}

async function readEpisodes(
  sql: Sql,
  workload: string,
  page: string,
  nowMs: number,
): Promise<Episode[]> {
  const after = new Date(nowMs - HISTORY_DAYS * 86_400_000).toISOString()
  const rows = await sql<UpdateRow>`
    select * from status_update
    where workload = ${workload} and page = ${page} and episode in (
      select episode from status_update
      where workload = ${workload} and page = ${page} and published_at >= ${after})
    order by seq`
  const episodes = new Map<number, Episode>()
  for (const row of rows) {
    const update = {
      seq: row.seq,
      state: row.state,
      text: row.text,
      at: row.published_at.toISOString(),
    }
    const begun = episodes.get(row.episode)
    const over = row.state === 'operational' ? update.at : null
    episodes.set(row.episode, {
      id: `${page}-${row.episode}`,
      component: row.component,
      title: begun?.title ?? row.text,
      since: begun?.since ?? row.since.toISOString(),
      endedAt: over ?? begun?.endedAt ?? null,
      updates: [...(begun?.updates ?? []), update],
    })
  }
  // Newest first.
  return [...episodes.values()].reverse()
}

interface UpdateRow {
  workload: string
  page: string
  seq: number
  component: string
  state: 'impacted' | 'operational'
  text: string
  episode: number
  since: Date
  published_at: Date
  incident: string
}
