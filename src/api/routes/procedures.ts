/** Documents, and their runs. */

import type { Sql } from '#base'
import { loadModel, type Model } from '#model'
import { findIncident, nameOf, readIncident } from '#operate'
import {
  answerStep,
  cancelRun,
  listRuns,
  type Plan,
  type PlanStep,
  type ProcedureFacts,
  ProcedureNotFound,
  parseProcedure,
  pathOf,
  planOf,
  type Run,
  RunNotFound,
  type RunStep,
  readOutput,
  readProcedureFacts,
  readRun,
  startRun,
} from '#procedures'
import type { Caller, Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

type Names =
  | 'procedures.list'
  | 'procedures.show'
  | 'procedures.run'
  | 'runs.list'
  | 'runs.show'
  | 'runs.answer'
  | 'runs.cancel'

const SHOWN_LINES = 200
const RECENT = 20

export function procedureHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  const modelOf = async (workload: string) => {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return model
  }
  return {
    'procedures.list': async ({ query: { workload } }) => {
      const model = await modelOf(workload)
      const nowMs = await ledger.nowMs()
      const facts = await readProcedureFacts(sql, workload, nowMs)
      return {
        data: model.manifest.procedures.map(({ id }) =>
          listed(planOf(model, id), facts.get(id), nowMs),
        ),
      }
    },
    'procedures.show': async ({ params, query: { workload } }) => {
      const model = await modelOf(workload)
      const document = model.procedure(params.procedure)
      if (!document) throw new ProcedureNotFound({ procedure: params.procedure })
      const plan = planOf(model, document.id)
      const nowMs = await ledger.nowMs()
      const facts = await readProcedureFacts(sql, workload, nowMs)
      const runs = await listRuns(sql, { workload, procedure: document.id, limit: RECENT })
      return {
        data: {
          ...listed(plan, facts.get(document.id), nowMs),
          path: document.path,
          text: document.text,
          plan: plan.steps.map(describeStep),
          sections: plan.sections
            .filter(({ slug }) => slug !== '')
            .map(({ slug, title, jump }) => ({ slug, title, jump })),
          params: plan.params,
          permissions: plan.permissions,
          by: plan.run.production?.by ?? [],
          findings: parseProcedure(document.text, { path: document.path }).diagnostics.map(
            ({ code, severity, message, hint, line }) => ({ code, severity, message, hint, line }),
          ),
          recent: await Promise.all(runs.map((run) => head(sql, run))),
        },
      }
    },
    'procedures.run': async ({ params, body }, caller) => {
      const { workload, incident, dry } = body
      const named = incident ? ((await findIncident(sql, workload, incident))?.id ?? null) : null
      const run = await startRun(ledger, {
        workload,
        procedure: params.procedure,
        params: body.params,
        incident: named,
        dry,
        by: caller.actor,
      })
      return { data: await describeRun(run, caller) }
    },
    'runs.list': async ({ query: { workload, procedure, open } }) => {
      const runs = await listRuns(sql, { workload, procedure, open: open === 'true' })
      return { data: await Promise.all(runs.map((run) => head(sql, run))) }
    },
    'runs.show': async ({ params }, caller) => {
      const run = await readRun(sql, params.run)
      if (!run) throw new RunNotFound(params)
      return { data: await describeRun(run, caller) }
    },
    'runs.answer': async ({ params, body }, caller) => {
      const known = await readRun(sql, params.run)
      if (!known) throw new RunNotFound(params)
      const model = await loadModel(sql, known.workload)
      const run = await answerStep(ledger, {
        ...params,
        ...body,
        by: caller.actor,
        may: (by) => mayAnswer(model, caller, by),
      })
      return { data: await describeRun(run, caller) }
    },
    'runs.cancel': async ({ params, body }, caller) => ({
      data: await describeRun(
        await cancelRun(ledger, { ...params, ...body, by: caller.actor }),
        caller,
      ),
    }),
  }

  async function describeRun(run: Run, caller: Caller) {
    const model = await loadModel(sql, run.workload)
    const path = pathOf(run.plan, run.steps)
    const beside = run.steps.filter(({ step }) => !path.some(({ name }) => name === step))
    const planned = [
      ...path,
      ...beside.flatMap(({ step }) => run.plan.steps.find(({ name }) => name === step) ?? []),
    ]
    const steps = await Promise.all(
      planned.map(async (step) => {
        const state = run.steps.find((one) => one.step === step.name)
        const output = state ? await readOutput(sql, run.id, step.name) : []
        return describeRunStep(step, state, output.slice(-SHOWN_LINES), (by) =>
          mayAnswer(model, caller, by),
        )
      }),
    )
    const { environment, params, hash } = run
    return { ...(await head(sql, run)), environment, params: { ...params }, hash, steps }
  }
}

/** An admin may always answer; who it was is on record. */
function mayAnswer(model: Model | undefined, { account }: Caller, by: readonly string[]): boolean {
  if (by.length === 0 || account.role === 'admin') return true
  const roles = model?.get('person', account.name)?.spec.roles ?? []
  return by.some((one) => {
    if (one.startsWith('role:')) return roles.includes(one.slice('role:'.length))
    return model?.peopleOf(one).some(({ name }) => name === account.name) ?? false
  })
}

function listed(plan: Plan, facts: ProcedureFacts | undefined, nowMs: number) {
  const { id, kind, title, summary, owner, alarms, steps, triggers, exerciseMs } = plan
  const last = facts?.lastExercisedAt ?? null
  return {
    id,
    kind,
    title,
    summary,
    owner,
    alarms,
    steps: steps.filter(({ on }) => on === 'flow').length,
    automatic: triggers.some((trigger) => (trigger as { mode?: string }).mode === 'auto'),
    facts: {
      runs: facts?.runs ?? 0,
      succeeded: facts?.succeeded ?? 0,
      successRate: facts?.successRate ?? null,
      medianMs: facts?.medianMs ?? null,
      lastRunAt: facts?.lastRunAt ?? null,
      lastRunState: facts?.lastRunState ?? null,
      lastExercisedAt: last,
      stale: last === null || nowMs - Date.parse(last) > exerciseMs,
    },
  }
}

function describeStep(step: PlanStep) {
  const { name, kind, title, section, line, body, lang, effect, on, by, rollback, verify, expect } =
    step
  const { timeoutMs, withinMs, forMs, retry, idempotent, choices } = step
  return {
    name,
    kind,
    title,
    section,
    line,
    body,
    lang,
    effect,
    on,
    by,
    rollback,
    verify,
    expect,
    timeoutMs,
    withinMs,
    forMs,
    retry,
    idempotent,
    choices,
  }
}

function describeRunStep(
  step: PlanStep,
  state: RunStep | undefined,
  output: Awaited<ReturnType<typeof readOutput>>,
  may: (by: readonly string[]) => boolean,
) {
  const { name, title, kind, body } = step
  const waiting = state?.state === 'waiting' ? state.waiting : null
  return {
    name,
    title,
    kind,
    body,
    state: state?.state ?? ('pending' as const),
    attempt: state?.attempt ?? 0,
    compensates: state?.compensates ?? null,
    summary: state?.summary ?? null,
    startedAt: state?.startedAt ?? null,
    endedAt: state?.endedAt ?? null,
    retryAt: state?.retryAt ?? null,
    waiting: waiting && {
      for: waiting.for,
      prompt: waiting.prompt,
      choices: [...waiting.choices],
      by: [...waiting.by],
      until: waiting.until,
      input: step.input,
      mayAnswer: may(waiting.by),
    },
    answers: [...(state?.answers ?? [])],
    output: output.map(({ line, stream, at, text }) => ({ line, stream, at, text })),
  }
}

async function head(sql: Sql, run: Run) {
  const {
    id,
    procedure,
    title,
    kind,
    state,
    trigger,
    alarm,
    startedBy,
    dry,
    createdAt,
    endedAt,
    reason,
  } = run
  const incident = run.incident ? await readIncident(sql, run.incident) : undefined
  const path = pathOf(run.plan, run.steps)
  const done = path.filter(({ name }) =>
    run.steps.some((one) => one.step === name && ['succeeded', 'skipped'].includes(one.state)),
  )
  return {
    id,
    procedure,
    title,
    kind,
    state,
    trigger,
    alarm,
    incident: incident ? nameOf(incident) : null,
    startedBy,
    dry,
    createdAt,
    endedAt,
    reason,
    done: done.length,
    total: path.length,
  }
}
