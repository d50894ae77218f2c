/** Incidents of the time range: how long they lasted and what they cost; for customers without internal names. */
import type { Model } from '#model'
import { type Incident, nameOf } from '../../incidents/index.ts'
import type { PanelOf } from '../frame.ts'
import type { IncidentItem, PanelRead } from '../panel-data.ts'
import type { Sources } from './sources.ts'

const HOUR_MS = 3_600_000

export async function readIncidentList(
  panel: PanelOf<'incidents'>,
  from: Sources,
): Promise<PanelRead> {
  const { model, audience, fromMs, toMs } = from
  const all = (await from.incidents())
    .filter(
      ({ occurredAt, resolvedAt, outcomes }) =>
        Date.parse(occurredAt) <= toMs &&
        (resolvedAt === null || Date.parse(resolvedAt) >= fromMs) &&
        (panel.outcomes.length === 0 || outcomes.some((one) => panel.outcomes.includes(one))),
    )
    .sort((a, b) => b.occurredAt.localeCompare(a.occurredAt))
  const told =
    audience === 'customers' ? all.filter((one) => wordsForCustomers(model, one) !== '') : all
  const perHour = model.get('workload', model.workload)?.spec.costPerHour
  const items = told.map((incident) => itemOf(incident, perHour?.amount ?? null, from))
  const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)
  const isCosted = perHour !== undefined && audience !== 'customers'
  const isOpen = items.some(({ resolvedAt }) => resolvedAt === null)
  return {
    ...{ show: 'incidents', items: items.slice(0, panel.limit) },
    more: Math.max(0, items.length - panel.limit),
    lastedMs: sum(items.map(({ lastedMs }) => lastedMs)),
    cost: isCosted ? sum(items.map(({ cost }) => cost ?? 0)) : null,
    currency: isCosted ? perHour.currency : null,
    ...{ status: isOpen ? 'crit' : 'ok', reason: null, ask: null },
    path: audience === 'customers' ? null : 'incidents',
  }
}

function itemOf(incident: Incident, perHour: number | null, from: Sources): IncidentItem {
  const { title, priority, state, occurredAt, resolvedAt, outcomes } = incident
  const endMs = resolvedAt === null ? from.toMs : Date.parse(resolvedAt)
  const lastedMs = Math.max(0, endMs - Date.parse(occurredAt))
  const isPlain = from.audience === 'customers'
  return {
    name: isPlain ? null : nameOf(incident),
    title: isPlain ? wordsForCustomers(from.model, incident) : title,
    priority: isPlain ? null : priority,
    status: state === 'resolved' ? 'ok' : priority === 'P1' || priority === 'P2' ? 'crit' : 'warn',
    ...{ occurredAt, resolvedAt, lastedMs },
    // What hurts no outcome costs no outage.
    cost:
      isPlain || perHour === null || outcomes.length === 0 ? null : (perHour * lastedMs) / HOUR_MS,
  }
}

/** What suffered, as the status page for customers calls it; empty when nothing of theirs did. */
function wordsForCustomers(model: Model, { outcomes }: Incident): string {
  const pages = model.all('status-page').filter(({ spec }) => spec.audience === 'customers')
  const parts = pages
    .flatMap(({ spec }) => spec.components)
    .filter((component) => component.outcomes.some((one) => outcomes.includes(one)))
    .map(({ name }) => name)
  const titles = outcomes.flatMap((one) => {
    const spec = model.find(one, 'outcome')?.spec
    return spec?.kind === 'customer' ? [spec.title] : []
  })
  return [...new Set(pages.length > 0 ? parts : titles)].join(', ')
}
