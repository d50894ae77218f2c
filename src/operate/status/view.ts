/** A status page as its audience sees it: nothing in here names an internal part. All times ISO 8601. */
export interface StatusPageView {
  /** Name of the page: its address is /status/<page>. */
  readonly page: string
  readonly workload: string
  readonly title: string
  readonly audience: 'customers' | 'leaders' | 'engineers'
  /** Readable without signing in. */
  readonly isPublic: boolean
  readonly url: string
  readonly components: readonly ComponentView[]
  /** Newest first; the last 90 days. */
  readonly episodes: readonly Episode[]
  /** When the page last said something new; null while it never has. */
  readonly updatedAt: string | null
  /** Ways in which one can follow the page; none when it is only read. */
  readonly followedBy: readonly ('email' | 'webhook' | 'sms')[]
  readonly nowMs: number
}

export interface ComponentView {
  readonly name: string
  /** Unknown while what watches it has no data: silence is not health. */
  readonly state: 'impacted' | 'operational' | 'unknown'
  /** What is said while it suffers. */
  readonly text: string | null
  /** When that began; null while it is not impacted. */
  readonly since: string | null
}

/** One impairment of one component, from its beginning to its end. */
export interface Episode {
  readonly id: string
  readonly component: string
  readonly title: string
  readonly since: string
  /** Null while it lasts. */
  readonly endedAt: string | null
  /** Oldest first. */
  readonly updates: readonly EpisodeUpdate[]
}

export interface EpisodeUpdate {
  readonly seq: number
  readonly state: 'impacted' | 'operational'
  readonly text: string
  readonly at: string
}

/** The page in one sentence. */
export function headline(view: StatusPageView): string {
  const impacted = view.components.filter(({ state }) => state === 'impacted')
  const unknown = view.components.some(({ state }) => state === 'unknown')
  if (impacted.length === 0)
    return unknown ? 'We do not know whether everything works' : 'Everything works'
  if (impacted.length === 1) return impacted[0]!.text ?? `${impacted[0]!.name} is impaired`
  return `${impacted.length} of ${view.components.length} services are impaired`
}
