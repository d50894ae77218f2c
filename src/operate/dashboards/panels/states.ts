/** How components, outcomes, journeys and alarms are, each with a word; in plain words for customers. */
import { splitRef } from '#model'
import { verdictOf } from '../../health/index.ts'
import type { PanelOf } from '../frame.ts'
import type { PanelRead, StateItem } from '../panel-data.ts'
import type { Sources } from './sources.ts'

type Item = PanelOf<'states'>['of'][number]
type Found = Omit<StateItem, 'name'> & { readonly title: string }

const FROM_WORST = ['crit', 'warn', 'unk', 'ok'] as const
const WORDS = { ok: 'Healthy', warn: 'Warning', crit: 'Critical', unk: 'Not known' } as const
const PLAIN = { ok: 'Works', warn: 'Works', crit: 'Impaired', unk: 'Not known' } as const

export async function readStates(panel: PanelOf<'states'>, from: Sources): Promise<PanelRead> {
  const items = await Promise.all(panel.of.map((item) => stateOf(item, from)))
  const worst = FROM_WORST.find((status) => items.some((item) => item.status === status))!
  return {
    ...{ show: 'states', items, status: worst, ask: null, path: null },
    reason: from.isNow ? null : 'States are of now: the past is in the lines and incidents.',
  }
}

async function stateOf({ of, name, hurt }: Item, from: Sources): Promise<StateItem> {
  const all = await Promise.all((Array.isArray(of) ? of : [of]).map((one) => findState(one, from)))
  const { title, ...found } = FROM_WORST.flatMap((status) =>
    all.filter((one) => one.status === status),
  )[0]!
  const isPlain = from.audience === 'customers'
  const status = isPlain && found.status === 'warn' ? 'ok' : found.status
  return {
    ...found,
    status,
    name: name ?? title,
    word: isPlain ? PLAIN[found.status] : found.word,
    // What is said to customers never names internal parts: only what was written for them is said.
    sentence: status === 'crit' && hurt ? hurt : isPlain ? null : found.sentence,
    path: isPlain ? null : found.path,
  }
}

async function findState(of: string, from: Sources): Promise<Found> {
  const { kind, name } = splitRef(of)
  switch (kind) {
    case 'journey': {
      const journey = (await from.journeys()).find((one) => one.name === name)
      if (!journey) return unknown(name)
      const status = ({ ok: 'ok', failing: 'crit', skipped: 'unk', unknown: 'unk' } as const)[
        journey.state
      ]
      const word = { ok: 'Goes through', crit: 'Fails', unk: 'Not known' }[status]
      const share = journey.availability
      return {
        ...{ title: journey.title, status, word, path: `journeys/${name}` },
        sentence:
          share === null
            ? null
            : `${Math.floor(share * 1_000) / 10} % went through in the last day`,
        since: status === 'crit' ? journey.failedAt : null,
      }
    }
    case 'alarm': {
      const alarm = (await from.alarms()).find((one) => one.name === name)
      if (!alarm) return unknown(name)
      const { status, reason } = verdictOf(alarm)
      return {
        ...{ title: alarm.title, status, word: WORDS[status], sentence: reason },
        ...{ since: alarm.since, path: `alarms/${name}` },
      }
    }
    case 'outcome': {
      const outcome = (await from.health()).outcomes.find((one) => one.outcome === of)
      if (!outcome) return unknown(name)
      const { title, status, reason, missedSince } = outcome
      return {
        ...{ title, status, word: WORDS[status], sentence: reason },
        ...{ since: missedSince, path: `outcomes/${name}` },
      }
    }
    default: {
      const component = (await from.health()).components.find((one) => one.component === of)
      if (!component) return unknown(name)
      const { title, status, reasons, raised } = component
      const alarms = (await from.alarms()).filter((one) => raised.includes(one.name))
      const since = alarms.flatMap((one) => one.since ?? []).sort()[0] ?? null
      return {
        ...{ title, status, word: WORDS[status], sentence: reasons[0] ?? null },
        ...{ since, path: 'system' },
      }
    }
  }
}

const unknown = (name: string): Found => ({
  ...{ title: name, status: 'unk', word: WORDS.unk, since: null, path: null },
  sentence: 'it is not declared any more',
})
