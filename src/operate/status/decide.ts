/**
 * What each page says when an incident begins, grows or ends: pure. A component is impacted while an open
 * incident harms one of its outcomes, and restored when none does any more.
 */
import { type NewFact, statusPublished } from '#ledger'
import type { Resource } from '#model'

/** What a page says about a component now. */
export interface ComponentStatus {
  readonly page: string
  readonly component: string
  readonly state: 'impacted' | 'operational'
  readonly text: string
  /** ISO 8601 */
  readonly since: string
  readonly episode: number
  readonly whenOver: string | null
}

export interface StatusSituation {
  readonly workload: string
  readonly incident: string
  /** When a harm that is new began, ISO 8601. */
  readonly since: string
  /** Pages as the model declares them. */
  readonly pages: readonly Resource<'status-page'>[]
  /** What the pages say now; components that never suffered are absent. */
  readonly said: readonly ComponentStatus[]
  /** Outcomes that open incidents harm. */
  readonly harmed: ReadonlySet<string>
  /** The newest seq of a page; 0 when it has said nothing yet. */
  readonly lastSeq: (page: string) => number
}

export function publish(situation: StatusSituation): NewFact[] {
  const { workload, incident, pages, said, harmed, lastSeq } = situation
  const facts: NewFact[] = []
  const seqs = new Map<string, number>()
  const nextSeq = (page: string) => {
    const seq = (seqs.get(page) ?? lastSeq(page)) + 1
    seqs.set(page, seq)
    return seq
  }
  const wordOf = (page: string, component: string) =>
    said.find((one) => one.page === page && one.component === component)

  for (const { name: page, spec } of pages)
    for (const { name: component, outcomes, impacted, restored } of spec.components) {
      const suffers = outcomes.some((outcome) => harmed.has(outcome))
      if (!suffers || wordOf(page, component)?.state === 'impacted') continue
      const seq = nextSeq(page)
      facts.push(
        statusPublished(`status-page:${page}`, {
          workload,
          page,
          audience: spec.audience,
          component,
          state: 'impacted',
          text: impacted,
          seq,
          episode: seq,
          since: situation.since,
          incident,
          whenOver: restored,
        }),
      )
    }

  // What was announced is taken back, also when the model has lost the component since.
  for (const { page, component, state, since, episode, whenOver } of said) {
    if (state !== 'impacted') continue
    const spec = pages.find(({ name }) => name === page)?.spec
    const declared = spec?.components.find(({ name }) => name === component)
    if (declared?.outcomes.some((outcome) => harmed.has(outcome))) continue
    facts.push(
      statusPublished(`status-page:${page}`, {
        workload,
        page,
        audience: spec?.audience ?? 'engineers',
        component,
        state: 'operational',
        text: declared?.restored ?? whenOver ?? `${component} is back to normal.`,
        seq: nextSeq(page),
        episode,
        since,
        incident,
        whenOver: null,
      }),
    )
  }
  return facts
}
