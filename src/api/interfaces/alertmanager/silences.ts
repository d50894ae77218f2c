/** Silences as the Alertmanager API writes and reads them. Pure. */
import { z } from 'zod'
import { defineError, type LabelMatcher, scheduleAt } from '#base'
import { SilenceMatcher } from '#ledger'
import type { NewSilence, Silence } from '#operate'

export const NotASilence = defineError('alertmanager.not-a-silence', 'bad-input', {
  message: (d: { why: string }) => `This is no silence: ${d.why}.`,
  hint: 'Send {"matchers":[{"name":"x","value":"y","isRegex":false}],"startsAt":"…","endsAt":"…","createdBy":"…","comment":"…"}',
})

export interface ShownSilence {
  readonly id: string
  readonly status: { readonly state: 'active' | 'pending' | 'expired' }
  readonly matchers: readonly LabelMatcher[]
  readonly startsAt: string
  readonly endsAt: string
  readonly updatedAt: string
  readonly createdBy: string
  readonly comment: string
}

const Time = z.iso.datetime({ offset: true })
const Posted = z.object({
  id: z.string().max(200).optional(),
  matchers: z
    .array(
      SilenceMatcher.extend({
        name: z.string().min(1).max(200),
        value: z.string().max(1_000),
        isRegex: z.boolean().default(false),
        isEqual: z.boolean().default(true),
      }),
    )
    .min(1)
    .max(100),
  startsAt: Time.optional(),
  endsAt: Time,
  createdBy: z.string().max(200).default(''),
  comment: z.string().max(2_000).default(''),
})

/** `by` is who is signed in. @throws NotASilence */
export function readSilence(
  body: unknown,
  on: { readonly workload: string; readonly by: string; readonly nowMs: number },
): { readonly replaces: string | undefined; readonly silence: NewSilence } {
  const parsed = Posted.safeParse(body)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw new NotASilence({ why: `${path.join('.')} ${message}`.trim() })
  }
  const { id, matchers, startsAt, endsAt, createdBy, comment } = parsed.data
  if (comment.trim() === '') throw new NotASilence({ why: 'its comment, the reason, is empty' })
  // Whoever is signed in is on record; the name that the sender gives is what it says.
  const isOther = createdBy !== '' && `person:${createdBy}` !== on.by
  return {
    replaces: id === '' ? undefined : id,
    silence: {
      ...{ workload: on.workload, kind: 'silence', matchers, expression: null, change: null },
      ...{ components: [], environments: [] },
      reason: isOther ? `${comment} (${createdBy})` : comment,
      schedule: {
        startMs: startsAt === undefined ? on.nowMs : Date.parse(startsAt),
        endMs: Date.parse(endsAt),
        repeats: null,
      },
    },
  }
}

/** Undefined when matchers cannot say what it is about: told without the rest it would look wider than it is. */
export function showSilence(silence: Silence, nowMs: number): ShownSilence | undefined {
  const { id, matchers, expression, components, environments, schedule, endedAt } = silence
  if (matchers.length === 0 || expression !== null) return undefined
  if (components.length > 0 || environments.length > 0) return undefined
  const { until, nextMs } = endedAt ? { until: null, nextMs: null } : scheduleAt(schedule, nowMs)
  const state = until !== null ? 'active' : nextMs !== null ? 'pending' : 'expired'
  return {
    ...{ id, matchers, status: { state }, comment: silence.reason },
    startsAt: new Date(schedule.startMs).toISOString(),
    endsAt: endedAt ?? new Date(until ?? schedule.endMs).toISOString(),
    updatedAt: endedAt ?? silence.createdAt,
    createdBy: silence.by.replace(/^person:/, ''),
  }
}

/** What its matchers name, so that a filter can find it: `alertname="Slow"`. */
export function labelsOf({ matchers }: ShownSilence): Record<string, string> {
  return Object.fromEntries(matchers.map(({ name, value }) => [name, value]))
}
