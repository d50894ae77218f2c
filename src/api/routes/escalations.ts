/** The paths by which help is called, who would be called, and what people change while it is. */
import { defineError, formatDuration } from '#base'
import { loadModel, type Model } from '#model'
import {
  answersWithinMs,
  auditEscalations,
  escalateNow,
  type Incident,
  listEscalations,
  type Policy,
  policyFor,
  policyOf,
  policyTo,
  readOverrides,
  reassignIncident,
  recordCase,
  resolverOf,
  simulate,
  snoozeIncident,
  type Trigger,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { describeIncident } from './incidents.ts'
import { NoSuchWorkload } from './model.ts'

type Names =
  | 'escalations.list'
  | 'escalations.simulate'
  | 'incidents.escalate'
  | 'incidents.snooze'
  | 'incidents.reassign'
  | 'incidents.case'

export function escalationHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  const described = async (incident: Incident) => ({
    data: describeIncident(incident, await loadModel(sql, incident.workload)),
  })
  const modelOf = async (workload: string): Promise<Model> => {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return model
  }

  return {
    'escalations.list': async ({ query: { workload } }) => {
      const model = await modelOf(workload)
      const nowMs = await ledger.nowMs()
      return {
        data: {
          at: new Date(nowMs).toISOString(),
          paths: model.all('escalation').map(({ name, spec }) => {
            const path = policyOf(name, spec)
            return {
              ...describePath(path),
              name,
              title: spec.title ?? name,
              alarms: callingBy(model, name),
            }
          }),
          calling: await listEscalations(sql, workload),
          audit: await auditEscalations(sql, nowMs),
        },
      }
    },

    'escalations.simulate': async ({
      query: { workload, alarm, escalation, at, priority = 'P1' },
    }) => {
      const model = await modelOf(workload)
      const found = alarm === undefined ? undefined : model.get('alarm', alarm)
      const path = pathOf(model, { alarm, escalation })
      const startMs = at === undefined ? await ledger.nowMs() : Date.parse(at)
      const situation = {
        priority,
        severity: found?.spec.severity ?? ('critical' as const),
        outcomes: found?.spec.protects ?? [],
        alarm: alarm ?? null,
        owner: found?.spec.owner ?? '',
      }
      const overrides = await readOverrides(sql, workload, startMs)
      const calls = simulate(path, situation, startMs, {
        resolverAt: (nowMs) => resolverOf(model, nowMs, overrides),
        answersWithinMs: (party) => answersWithinMs(model, party),
      })
      return {
        data: {
          path: path.name,
          at: new Date(startMs).toISOString(),
          priority,
          zone: path.zone,
          calls: calls.map(({ atMs, steps, recipients, gaps, leftOut, awaits }) => ({
            at: new Date(atMs).toISOString(),
            steps: steps.map((step) => step + 1),
            recipients: recipients.map((one) => ({ ...one, name: titleOf(model, one.to) })),
            gaps: [...gaps],
            leftOut: leftOut.map(({ step, why }) => ({ step: step + 1, why })),
            awaits: [...awaits],
          })),
        },
      }
    },

    'incidents.escalate': async ({ params, body }, { actor }) =>
      described(await escalateNow(ledger, { ...params, ...body, by: actor })),
    'incidents.snooze': async ({ params, body: { until, ...body } }, { actor }) =>
      described(
        await snoozeIncident(ledger, { ...params, ...body, untilMs: Date.parse(until), by: actor }),
      ),
    'incidents.reassign': async ({ params, body }, { actor }) =>
      described(await reassignIncident(ledger, { ...params, ...body, by: actor })),
    'incidents.case': async ({ params, body }, { actor }) =>
      described(await recordCase(ledger, { ...params, ...body, by: actor })),
  }
}

export const NothingToSimulate = defineError('escalations.nothing-to-simulate', 'not-found', {
  message: (d: { what: string }) => `The model has no ${d.what}.`,
  hint: 'Name one that `opsplane alarm list` or `opsplane escalation list` shows.',
})

/** Who declares without an alarm is asked for by nobody else: the only path, or the first. */
function pathOf(
  model: Model,
  { alarm, escalation }: { alarm?: string | undefined; escalation?: string | undefined },
): Policy {
  if (escalation !== undefined) {
    if (!model.get('escalation', escalation))
      throw new NothingToSimulate({ what: `escalation ${escalation}` })
    return policyTo(model, `escalation:${escalation}`)
  }
  const found = alarm === undefined ? undefined : model.get('alarm', alarm)
  if (alarm !== undefined && !found) throw new NothingToSimulate({ what: `alarm ${alarm}` })
  if (found) return policyFor(model, alarm!, found.spec.owner)
  const [first] = model.all('escalation')
  if (!first) throw new NothingToSimulate({ what: 'escalation' })
  return policyOf(first.name, first.spec)
}

function describePath({ steps, triggers, zone, fallback, ackTtlMs }: Policy) {
  return {
    zone,
    fallback,
    ackTtlMs: ackTtlMs ?? null,
    steps: steps.map(({ name, afterMs, notify, ackBy = 'any', when }) => ({
      name: name ?? null,
      afterMs,
      notify: [...notify],
      ackBy,
      when: when ?? null,
    })),
    triggers: triggers.map((trigger) => ({
      on: trigger.on,
      condition: conditionOf(trigger),
      step: trigger.step === null ? null : (steps[trigger.step]?.name ?? null),
    })),
  }
}

/** Of a trigger, in words. */
function conditionOf({ afterMs, above, to }: Trigger): string {
  if (afterMs !== undefined) return `after ${formatDuration(afterMs)}`
  if (above !== undefined) return `above ${above}`
  return to === undefined ? '' : `to ${to}`
}

function callingBy(model: Model, escalation: string): string[] {
  return model
    .all('alarm')
    .filter(({ name, spec }) => policyFor(model, name, spec.owner).name === escalation)
    .map(({ name }) => name)
}

function titleOf(model: Model, reference: string): string {
  return (
    model.find(reference, 'person')?.spec.name ??
    model.find(reference, 'third-party')?.spec.title ??
    reference
  )
}
