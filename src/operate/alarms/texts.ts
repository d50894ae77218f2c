/**
 * What a raised alarm says in words: its labels and annotations with the values of the instance put in. A text that
 * cannot be filled in is told as it was written, with the reason: it never keeps an alarm from being raised.
 */
import type { alarmRaised, FactOf, NewFact } from '#ledger'
import { fillTemplate, type TemplateData } from '#telemetry'
import { identityLabels, type Labels, labelsKey } from './instance.ts'
import type { SignalSample } from './reader.ts'
import type { Rule } from './rule.ts'

type Raised = FactOf<typeof alarmRaised>['data']

/** Answers a query of a template with its values at a time. */
export type AskValues = (query: string, atMs: number) => Promise<readonly SignalSample[]>

const LONGEST = 4_000
const PATIENCE_MS = 2_000

/** The same facts; those that raise an instance carry its texts. `samples` are those that decided. */
export async function withTexts(
  facts: readonly NewFact[],
  rule: Rule,
  samples: readonly SignalSample[],
  ask: AskValues,
): Promise<readonly NewFact[]> {
  if (!facts.some(isRaise)) return facts
  const seen = new Map(
    samples.map(
      (sample) => [labelsKey(identityLabels(sample.labels, rule.identityLabels)), sample] as const,
    ),
  )
  return Promise.all(
    facts.map(async (fact) => {
      if (!isRaise(fact)) return fact
      const raised = fact.data as Raised
      const sample = seen.get(labelsKey(raised.labels))
      // A template may name labels that tell no instances apart.
      const labels = { ...identityLabels(sample?.labels ?? {}), ...raised.labels }
      const texts = await textsOf({ ...raised, labels }, rule, ask)
      const addedLabels = { ...sample?.addedLabels, ...texts.labels }
      const annotations = { ...sample?.annotations, ...texts.annotations }
      return {
        ...fact,
        data: {
          ...raised,
          ...(isEmpty(addedLabels) ? {} : { addedLabels }),
          ...(isEmpty(annotations) ? {} : { annotations }),
        },
      }
    }),
  )
}

const isRaise = ({ type }: NewFact) => type === 'alarm.raised'
const isEmpty = (texts: Labels) => Object.keys(texts).length === 0

async function textsOf(
  { labels, value, tickAt }: Raised,
  rule: Rule,
  ask: AskValues,
): Promise<{ labels: Labels; annotations: Labels }> {
  const atMs = Date.parse(tickAt)
  const data: TemplateData = {
    labels,
    externalLabels: {},
    externalUrl: '',
    value: value ?? Number.NaN,
    nowMs: atMs,
    query: async (query) =>
      (await inTime(ask(query, atMs))).map((sample) => ({
        Labels: sample.labels,
        Value: sample.value,
      })),
  }
  return {
    labels: await filled(rule.labels, data),
    annotations: await filled(rule.annotations, data),
  }
}

/** People are told in time, even when a store that a text asks is slow. */
function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('its query was not answered in time')), PATIENCE_MS)
  })
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}

async function filled(templates: Labels, data: TemplateData): Promise<Labels> {
  const entries = await Promise.all(
    Object.entries(templates).map(async ([name, template]) => {
      const { text, problem } = await fillTemplate(template, data)
      const told = problem === undefined ? text : `${text} (not filled in: ${problem})`
      return [name, told.slice(0, LONGEST)] as const
    }),
  )
  // As with Prometheus: an empty label is no label.
  return Object.fromEntries(entries.filter(([, text]) => text !== ''))
}
