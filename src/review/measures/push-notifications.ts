/** 4.7: people hear when what they use is impaired, and when it is back. */
import {
  type FactOf,
  incidentOpened,
  incidentResolved,
  notificationAccepted,
  notificationExpired,
  notificationFailed,
  statusPublished,
} from '#ledger'
import type { Model } from '#model'
import { coverage, declared } from '../coverage.ts'
import { definePractice, SOON_MS, type Source, WINDOW_MS } from '../practice.ts'

type Published = FactOf<typeof statusPublished>
type Opened = FactOf<typeof incidentOpened>
type Resolved = FactOf<typeof incidentResolved>

export const pushNotifications = definePractice({
  id: '4.7',
  question: 4,
  title: 'Push notifications',
  quote:
    'when the services they consume are being impacted, and when the services return to normal',
  unmeasured: [
    'Notices without an impact that the success measure saw',
    'Lead over the first report of a customer',
  ],
  async collect(context) {
    const { model, nowMs } = context
    const sinceMs = nowMs - WINDOW_MS
    const [opened, resolved, published, accepted, failed, expired] = await Promise.all([
      context.facts(incidentOpened, sinceMs),
      context.facts(incidentResolved, sinceMs),
      context.facts(statusPublished, sinceMs),
      context.facts(notificationAccepted, sinceMs),
      context.facts(notificationFailed, sinceMs),
      context.facts(notificationExpired, sinceMs),
    ])
    const harmful = opened.filter(({ data }) => harmsCustomers(model, data.outcomes))
    const endOf = new Map(resolved.map((fact) => [fact.subject, fact]))
    const notices = accepted.filter(({ data }) => data.purpose.startsWith('status-'))
    const lost = [...failed.filter(({ data }) => data.permanent), ...expired].filter(({ data }) =>
      data.purpose.startsWith('status-'),
    )
    return [
      coverage({
        name: 'services-subscribable',
        level: 'D',
        what: 'What customers use stands on a page with a channel, and words for both ends',
        atLeast: 1,
        sources: model
          .all('outcome')
          .filter(({ spec }) => spec.kind === 'customer')
          .map(({ name, spec }) =>
            declared(`outcome:${name}`, spec.title, missingFor(model, `outcome:${name}`)),
          ),
        whenEmpty: 'no outcome for customers is declared',
      }),
      coverage({
        name: 'told-both-ways',
        level: 'X',
        what: 'Customers were told within 15 minutes, and within 15 minutes that it was over',
        atLeast: 0.95,
        sources: harmful.map((incident) => toldBothWays(incident, endOf, published)),
        whenEmpty: 'no incident hurt customers in 90 days',
      }),
      coverage({
        name: 'pairs-complete',
        level: 'X',
        what: 'Whoever was told of an impact was told of its end, once',
        atLeast: 1,
        sources: pairs(notices, endOf),
        whenEmpty: 'nobody was told in 90 days',
      }),
      coverage({
        name: 'notices-delivered',
        level: 'X',
        what: 'Notices were accepted by the receiver',
        atLeast: 0.98,
        sources: [
          ...notices.map(({ subject, time, data }) => ({
            ref: subject,
            title: data.recipient,
            ok: true,
            reason: data.response,
            at: time,
          })),
          ...lost.map(({ subject, time, data }) => ({
            ref: subject,
            title: data.recipient,
            ok: false,
            reason: data.reason,
            at: time,
          })),
        ],
        whenEmpty: 'nobody was told in 90 days',
      }),
    ]
  },
})

function harmsCustomers(model: Model, outcomes: readonly string[]): boolean {
  return outcomes.some((outcome) =>
    model
      .all('status-page')
      .some(
        ({ spec }) =>
          spec.audience === 'customers' &&
          spec.components.some((component) => component.outcomes.includes(outcome)),
      ),
  )
}

function missingFor(model: Model, outcome: string): string | false {
  const pages = model
    .all('status-page')
    .filter(
      ({ spec }) =>
        spec.audience === 'customers' &&
        spec.components.some(({ outcomes }) => outcomes.includes(outcome)),
    )
  if (pages.length === 0) return 'it stands on no page for customers'
  const reached = pages.some(({ spec }) =>
    spec.channels.some((channel) => model.find(channel, 'channel')),
  )
  return !reached && 'its page tells nobody'
}

function toldBothWays(
  incident: Opened,
  endOf: ReadonlyMap<string, Resolved>,
  published: readonly Published[],
): Source {
  const of = { ref: incident.subject, title: incident.data.title, at: incident.time }
  const since = Date.parse(incident.time)
  const begin = published.find(
    ({ data, time }) =>
      data.audience === 'customers' &&
      data.state === 'impacted' &&
      // An impairment that another incident has already told of is told.
      (data.incident === incident.subject || Date.parse(time) <= since),
  )
  const told = published.find(
    ({ data }) =>
      data.audience === 'customers' &&
      data.state === 'impacted' &&
      data.incident === incident.subject,
  )
  const first = told ?? begin
  if (!first) return { ...of, ok: false, reason: 'customers were not told' }
  if (Date.parse(first.time) - since > SOON_MS) return { ...of, ok: false, reason: 'told too late' }
  const end = endOf.get(incident.subject)
  if (!end) return { ...of, ok: true, reason: 'told; it is not over yet' }
  const { page, component, episode } = first.data
  const restored = published.find(
    ({ data }) =>
      data.state === 'operational' &&
      data.page === page &&
      data.component === component &&
      data.episode === episode,
  )
  if (!restored) return { ...of, ok: false, reason: 'the end was not told' }
  const late = Date.parse(restored.time) - Date.parse(end.time) > SOON_MS
  return { ...of, ok: !late, reason: late ? 'the end was told too late' : 'told, and told the end' }
}

/** One end for each beginning, to the same recipient; what is still going on is left out. */
function pairs(
  notices: readonly FactOf<typeof notificationAccepted>[],
  endOf: ReadonlyMap<string, Resolved>,
): Source[] {
  const count = (purpose: string, incident: string | null, recipient: string) =>
    notices.filter(
      ({ data }) =>
        data.purpose === purpose && data.incident === incident && data.recipient === recipient,
    ).length
  return notices
    .filter(({ data }) => data.purpose === 'status-impacted' && endOf.has(data.incident ?? ''))
    .map(({ subject, time, data }) => {
      const { incident, recipient } = data
      const begun = count('status-impacted', incident, recipient)
      const ended = count('status-restored', incident, recipient)
      const ok = begun === ended
      return {
        ref: subject,
        title: recipient,
        ok,
        reason: ok
          ? 'told both'
          : `told ${begun} times that it began, ${ended} times that it ended`,
        at: time,
      }
    })
}
