/** The page for machines, in the shape of Statuspage’s API v2, which many tools read. */
import { defineRenderer } from './renderer.ts'
import { type Episode, headline, type StatusPageView } from './view.ts'

export const summaryJson = defineRenderer({
  path: 'summary.json',
  contentType: 'application/json; charset=utf-8',
  render(view) {
    const impacted = view.components.filter(({ state }) => state === 'impacted').length
    return JSON.stringify({
      page: pageOf(view),
      status: {
        indicator:
          impacted === view.components.length
            ? 'critical'
            : impacted > 0
              ? 'major'
              : view.components.some(({ state }) => state === 'unknown')
                ? 'minor'
                : 'none',
        description: headline(view),
      },
      components: view.components.map(({ name, state, text, since }, i) => ({
        id: componentId(view, name),
        name,
        status: STATUS[state],
        description: state === 'unknown' ? 'We do not know whether it works.' : text,
        position: i + 1,
        updated_at: since,
        showcase: true,
        group: false,
        group_id: null,
        page_id: view.page,
        only_show_if_degraded: false,
      })),
      incidents: view.episodes
        .filter(({ endedAt }) => endedAt === null)
        .map((episode) => incidentOf(view, episode)),
      scheduled_maintenances: [],
    })
  },
})

export const incidentsJson = defineRenderer({
  path: 'incidents.json',
  contentType: 'application/json; charset=utf-8',
  render: (view) =>
    JSON.stringify({
      page: pageOf(view),
      incidents: view.episodes.map((episode) => incidentOf(view, episode)),
    }),
})

// The format has no word for not knowing; the description says it.
const STATUS = {
  impacted: 'major_outage',
  operational: 'operational',
  unknown: 'degraded_performance',
} as const

const pageOf = ({ page, title, url, updatedAt, nowMs }: StatusPageView) => ({
  id: page,
  name: title,
  url,
  time_zone: 'Etc/UTC',
  updated_at: updatedAt ?? new Date(nowMs).toISOString(),
})

function incidentOf(view: StatusPageView, episode: Episode) {
  const { id, title, component, since, endedAt, updates } = episode
  const began = updates[0]!.at
  const component_id = componentId(view, component)
  return {
    id,
    name: title,
    status: endedAt === null ? 'investigating' : 'resolved',
    impact: 'major',
    created_at: began,
    started_at: since,
    updated_at: updates.at(-1)!.at,
    monitoring_at: null,
    resolved_at: endedAt,
    shortlink: `${view.url}#${id}`,
    page_id: view.page,
    incident_updates: [...updates].reverse().map(({ seq, state, text, at }) => ({
      id: `${view.page}-${seq}`,
      incident_id: id,
      status: state === 'impacted' ? 'investigating' : 'resolved',
      body: text,
      created_at: at,
      updated_at: at,
      display_at: at,
      affected_components: [
        {
          code: component_id,
          name: component,
          old_status: STATUS[state === 'impacted' ? 'operational' : 'impacted'],
          new_status: STATUS[state],
        },
      ],
    })),
    components: [{ id: component_id, name: component, status: STATUS[updates.at(-1)!.state] }],
  }
}

/** Names are in the words of the audience; ids are what an address may hold. */
function componentId({ page }: StatusPageView, name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return `${page}.${slug}`
}
