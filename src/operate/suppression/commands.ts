/** What people do: declare a time quiet, and end it. */
import {
  BadSchedule,
  defineError,
  type LabelMatcher,
  matchesAll,
  newId,
  occurrencesOf,
} from '#base'
import { type Ledger, silenceCreated, silenceEnded } from '#ledger'
import { readSilence, type Silence } from './read.ts'
import { expressionOf } from './scope.ts'
import type { QuietTime } from './suppression.ts'

export const SilenceNotFound = defineError('silence.not-found', 'not-found', {
  message: (d: { silence: string }) => `There is no silence ${d.silence}.`,
  hint: 'opsplane silence list shows them.',
})

export const SilenceIsOver = defineError('silence.is-over', 'conflict', {
  message: (d: { silence: string; at: string }) => `${d.silence} was ended at ${d.at} already.`,
  hint: 'Nothing is left to do.',
})

export const SilencesAll = defineError('silence.of-everything', 'bad-input', {
  message: () => 'A silence of everything is refused: it has no condition that an alarm can fail.',
  hint: 'Name an alarm, labels, components or environments.',
})

const DAY_MS = 86_400_000
/** What is to be quiet for longer is a change of the model. */
const LONGEST_MS = 366 * DAY_MS

export type NewSilence = Pick<
  Silence,
  | 'workload'
  | 'kind'
  | 'matchers'
  | 'expression'
  | 'components'
  | 'environments'
  | 'schedule'
  | 'reason'
  | 'change'
>

/** @throws BadMatcher, BadExpression, BadSchedule, SilencesAll */
export function checkSilence(silence: Pick<NewSilence, 'schedule'> & QuietTime['scope']): void {
  const { schedule, matchers, expression, components, environments } = silence
  const { startMs, endMs, repeats } = schedule
  matchesAll(matchers, {})
  if (expression !== null) expressionOf(expression)
  const isAll = (one: LabelMatcher) => matchesAll([one], {})
  if (matchers.every(isAll) && expression === null && components.length + environments.length === 0)
    throw new SilencesAll({})
  if (!(endMs > startMs)) throw new BadSchedule({ why: 'it ends before it begins' })
  const lastMs = repeats ? repeats.untilMs : endMs
  if (lastMs === null || lastMs - startMs > LONGEST_MS)
    throw new BadSchedule({ why: 'a silence has an end, a year from its begin at the latest' })
  occurrencesOf(schedule, startMs, startMs + 1)
}

/** Makes what is in its scope quiet, now or from its begin on. @throws as checkSilence */
export async function createSilence(
  ledger: Ledger,
  silence: NewSilence & { readonly by: string },
): Promise<Silence> {
  checkSilence(silence)
  const { schedule, matchers, components, environments, ...rest } = silence
  const { startMs, endMs, repeats } = schedule
  return ledger.transact({ actor: silence.by }, async (tx) => {
    if ((repeats?.untilMs ?? endMs) <= tx.nowMs)
      throw new BadSchedule({ why: 'it is over already' })
    const id = newId('sil', tx.nowMs)
    await tx.append(
      silenceCreated(id, {
        ...rest,
        matchers: [...matchers],
        components: [...components],
        environments: [...environments],
        startsAt: iso(startMs),
        endsAt: iso(endMs),
        repeats: repeats && {
          rule: repeats.rule,
          zone: repeats.zone,
          untilAt: iso(repeats.untilMs!),
        },
      }),
    )
    return (await readSilence(tx.sql, id))!
  })
}

/** Ends it before its time: what is still raised is told now. @throws SilenceNotFound, SilenceIsOver */
export function endSilence(
  ledger: Ledger,
  on: {
    readonly workload: string
    readonly silence: string
    readonly by: string
    readonly reason: string
  },
): Promise<Silence> {
  const { workload, silence: id, by, reason } = on
  return ledger.transact({ actor: by }, async (tx) => {
    const silence = await readSilence(tx.sql, id)
    if (silence?.workload !== workload) throw new SilenceNotFound({ silence: id })
    if (silence.endedAt) throw new SilenceIsOver({ silence: id, at: silence.endedAt })
    await tx.append(silenceEnded(id, { workload, by, reason }))
    return (await readSilence(tx.sql, id))!
  })
}

const iso = (ms: number) => new Date(ms).toISOString()
