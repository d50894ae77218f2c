/** What every fact about an instance says: who, by which rule, at which look, with which value. */
import type { Instance } from './instance.ts'
import type { Rule } from './rule.ts'

export function saying(instance: Instance, rule: Rule, tickMs: number) {
  return {
    subject: `alarm:${rule.alarm}`,
    data: {
      workload: rule.workload,
      alarm: rule.alarm,
      instance: instance.id,
      labels: instance.labels,
      version: rule.version,
      tickAt: iso(tickMs),
      value: instance.value,
      ...(instance.words === undefined ? {} : { words: instance.words }),
    },
  }
}

export const iso = (ms: number) => new Date(ms).toISOString()
