/** 2.6: events that are well understood have a runbook, and it is used. */
import { alarmRaised, type FactOf, procedureEnded, procedureStarted } from '#ledger'
import { splitRef } from '#model'
import { coverage, declared } from '../coverage.ts'
import {
  definePractice,
  type Evidence,
  FEWEST,
  type ReviewContext,
  type Source,
  WINDOW_MS,
} from '../practice.ts'
import { type Document, documentsOf } from './documents.ts'
import { lastChanges } from './last-change.ts'

/** Raised this often in the window, an event is a recurring one. */
const RECURRING = 2

export const runbooks = definePractice({
  id: '2.6',
  question: 2,
  title: 'Runbooks for well-understood events',
  quote: 'for events and procedures that you understand well',
  unmeasured: ['Median time to complete is not rising'],
  async collect(context) {
    const { model, nowMs } = context
    const documents = documentsOf(model)
    const books = documents.filter(({ plan }) => plan?.kind === 'runbook')
    const ids = new Set(books.map(({ id }) => id))
    const raised = await context.facts(alarmRaised, nowMs - WINDOW_MS)
    const started = (await context.facts(procedureStarted, nowMs - WINDOW_MS)).filter(
      ({ data }) => ids.has(data.procedure) && !data.dry,
    )
    const runs = new Map(started.map((fact) => [fact.subject, fact]))
    const ended = (await context.facts(procedureEnded, nowMs - WINDOW_MS)).filter(({ subject }) =>
      runs.has(subject),
    )
    return [
      coverage({
        name: 'recurring-events-covered',
        level: 'D',
        what: 'Recurring events and declared operations have a runbook',
        atLeast: 0.9,
        sources: [...recurring(context, raised, documents), ...books.map(asDeclared)],
        whenEmpty: 'no runbook is declared',
      }),
      coverage({
        name: 'runbooks-valid',
        level: 'D',
        what: 'Runbooks have no mistake and name what exists',
        atLeast: 1,
        sources: books.map((book) =>
          declared(`procedure:${book.id}`, titleOf(book), mistakeOf(context, book)),
        ),
        whenEmpty: 'no runbook is declared',
      }),
      ...(await exercised(context, books, runs, ended)),
      coverage({
        name: 'runs-succeed',
        level: 'E',
        what: 'Runs of runbooks succeed',
        atLeast: 0.9,
        fewest: FEWEST,
        sources: ended
          .filter(({ data }) => data.state !== 'cancelled')
          .map(({ subject, time, data }) => ({
            ref: subject,
            title: data.procedure,
            ok: data.state === 'succeeded',
            reason: data.state === 'succeeded' ? 'succeeded' : `${data.state}: ${data.reason}`,
            at: time,
          })),
        whenEmpty: 'none has run',
      }),
      coverage({
        name: 'steps-automated',
        level: 'E',
        what: 'Runs need people for less than half of their steps',
        atLeast: 0.5,
        fewest: FEWEST,
        sources: ended.map(({ subject, time, data }) => ({
          ref: subject,
          title: data.procedure,
          ok: data.steps.machine >= data.steps.people,
          reason: `${data.steps.machine} of ${data.steps.total} by machine`,
          at: time,
        })),
        whenEmpty: 'none has run',
      }),
    ]
  },
})

function recurring(
  { model }: ReviewContext,
  raised: readonly FactOf<typeof alarmRaised>[],
  documents: readonly Document[],
): Source[] {
  const times = new Map<string, { count: number; at: string }>()
  for (const { time: at, data } of raised)
    times.set(data.alarm, { count: (times.get(data.alarm)?.count ?? 0) + 1, at })
  return [...times]
    .filter(([, { count }]) => count >= RECURRING)
    .flatMap(([name, { count, at }]) => {
      const spec = model.get('alarm', name)?.spec
      if (!spec) return []
      const kind = documents.find(({ id }) => id === splitRef(spec.procedure).name)?.plan?.kind
      const ok = kind === 'runbook'
      const reason = `raised ${count} times, answered by ${ok ? 'a runbook' : `a ${kind ?? 'missing document'}`}`
      return [{ ref: `alarm:${name}`, title: spec.title, ok, reason, at }]
    })
}

/** Only what has run and ended well counts; a text that was changed since then has not been tried. */
async function exercised(
  context: ReviewContext,
  books: readonly Document[],
  runs: ReadonlyMap<string, FactOf<typeof procedureStarted>>,
  ended: readonly FactOf<typeof procedureEnded>[],
): Promise<Evidence[]> {
  const changes = await lastChanges(context)
  const successes = ended.filter(({ data }) => data.state === 'succeeded')
  const sources = books.map((book): Source => {
    const last = successes.filter(({ data }) => data.procedure === book.id).at(-1)
    const changedAt = changes.get(`procedure:${book.id}`)?.at
    const limitMs = Math.min(book.plan?.exerciseMs ?? WINDOW_MS, WINDOW_MS)
    const at = last?.time ?? null
    const reason = !last
      ? 'no successful run'
      : context.nowMs - Date.parse(last.time) > limitMs
        ? 'its last success is too old'
        : changedAt !== undefined && changedAt > last.time
          ? 'changed since its last success'
          : undefined
    return {
      ref: `procedure:${book.id}`,
      title: titleOf(book),
      ok: reason === undefined,
      reason: reason ?? `succeeded, started by ${runs.get(last!.subject)!.data.trigger}`,
      at,
    }
  })
  const others = successes.map(({ subject, time, data }): Source => {
    const executor = runs.get(subject)!.actor
    const author = changes.get(`procedure:${data.procedure}`)?.by
    return {
      ref: subject,
      title: data.procedure,
      ok: executor !== author,
      reason: `run by ${executor}, written by ${author ?? 'somebody unknown'}`,
      at: time,
    }
  })
  return [
    coverage({
      name: 'runbooks-exercised',
      level: 'X',
      what: 'Runbooks have run well within their interval and since their last change',
      atLeast: 0.8,
      sources,
      whenEmpty: 'no runbook is declared',
    }),
    {
      ...coverage({
        name: 'run-by-another',
        level: 'X',
        what: 'Somebody else than its author has run one',
        atLeast: 0,
        sources: others,
        whenEmpty: 'none has run well',
      }),
      rule: 'at least one',
      ok: others.some(({ ok }) => ok === true),
    },
  ]
}

function mistakeOf({ model }: ReviewContext, { plan, mistake }: Document): string | false {
  if (mistake) return mistake
  if (!plan) return 'it cannot be read'
  const alarm = plan.alarms.find((name) => !model.get('alarm', name))
  if (alarm) return `it names alarm:${alarm}, and there is none`
  if (plan.steps.length === 0) return 'it has no step'
  const owners = ['team', 'person'].flatMap((kind) =>
    model.peopleOf(plan.owner.includes(':') ? plan.owner : `${kind}:${plan.owner}`),
  )
  return owners.length === 0 && `nobody stands behind its owner ${plan.owner}`
}

const titleOf = ({ id, plan }: Document) => plan?.title ?? id
const asDeclared = (book: Document) => declared(`procedure:${book.id}`, titleOf(book), false)
