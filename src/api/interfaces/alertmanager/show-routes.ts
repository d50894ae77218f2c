/** Who is told of which alert, in Alertmanager’s words: receivers are escalations, or the owner where there is none. */
import type { Model } from '#model'
import { policyFor } from '#operate'

/** The receiver of an alarm; that of an alert that belongs to none is the workload. */
export function receiverOf(model: Model, alarm: string | undefined): string {
  const spec = alarm === undefined ? undefined : model.get('alarm', alarm)?.spec
  if (alarm === undefined || !spec) return model.workload
  return policyFor(model, alarm, spec.owner).name ?? spec.owner
}

export function receiversOf(model: Model): string[] {
  const named = model.all('alarm').map(({ name }) => receiverOf(model, name))
  return [...new Set([model.workload, ...named])]
}

/** The routes as a configuration of Alertmanager, which is YAML, and so is JSON. */
export function configOf(model: Model): string {
  return JSON.stringify({
    route: {
      receiver: model.workload,
      routes: model.all('alarm').map(({ name, spec }) => ({
        matchers: Object.entries(spec.pushed?.match ?? { alertname: name }).map(
          ([label, value]) => `${label}=${JSON.stringify(value)}`,
        ),
        receiver: receiverOf(model, name),
        ...(spec.groupBy.length > 0 ? { group_by: spec.groupBy } : {}),
      })),
    },
    receivers: receiversOf(model).map((name) => ({ name })),
  })
}
