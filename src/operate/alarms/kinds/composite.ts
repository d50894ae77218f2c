/**
 * Other alarms together say it. What is not known of one of them, because it has no data, cannot be evaluated or is
 * paused, is missing from the expression, and never false: where the answer depends on it, there is no answer.
 */
import { compileExpression, durationMs, type Sql } from '#base'
import { compositeExpression } from '#model'
import type { AlarmState } from '../instance.ts'
import type { AlarmKind } from './kind.ts'

export const composite: AlarmKind<'composite'> = {
  kind: 'composite',
  source({ composite: text, interval }, { model }) {
    if (text === undefined) return undefined
    const ask = askOf(text)
    const names = model.all('alarm').filter(({ spec }) => !spec.paused)
    return {
      reads: names.map(({ name }) => name),
      async read(_, { sql, workload }) {
        const known = await statesOf(
          sql,
          workload,
          names.map(({ name }) => name),
        )
        const answer = ask(known)
        return answer === undefined ? [] : [{ labels: {}, value: answer ? 1 : 0 }]
      },
      breached: (value) => value === 1,
      recovered: (value) => value === 0,
      onMissing: 'nodata',
      missingAfterMs: 2 * durationMs(interval),
    }
  },
  words: ({ composite: text = '' }) => ({ looksAt: 'other alarms', when: text }),
}

/** What is known of an alarm; of one without data only that. */
export interface KnownState {
  readonly firing?: boolean
  readonly pending?: boolean
  readonly blind?: boolean
  readonly nodata: boolean
}

/** The question as a function of what is known: undefined when that is not enough. */
export function askOf(
  text: string,
): (known: Readonly<Record<string, KnownState>>) => boolean | undefined {
  const expression = compileExpression(compositeExpression(text))
  return (known) => {
    const answer = expression.evaluate({ alarms: known })
    if (answer.state === 'missing') return undefined
    if (answer.state === 'error') throw new Error(answer.message)
    if (typeof answer.value !== 'boolean')
      throw new Error(`it answers ${JSON.stringify(answer.value)}, and not yes or no`)
    return answer.value
  }
}

export function stateOf(
  instances: readonly { readonly state: AlarmState; readonly blind: boolean }[],
): KnownState {
  const is = (...states: AlarmState[]) => instances.some(({ state }) => states.includes(state))
  const nodata = is('nodata')
  const firing = is('firing', 'recovering')
  // One instance that is raised raises the alarm, whatever is not known of the others.
  if (nodata && !firing) return { nodata }
  return { firing, pending: is('pending'), blind: instances.some(({ blind }) => blind), nodata }
}

async function statesOf(
  sql: Sql,
  workload: string,
  alarms: readonly string[],
): Promise<Record<string, KnownState>> {
  const rows = await sql<{ alarm: string; state: AlarmState; blind: boolean }>`
    select alarm, state, blind from alarm_instance where workload = ${workload}`
  const failing = await sql<{ alarm: string }>`
    select alarm from alarm_rule_health where workload = ${workload}`
  const unknown = new Set(failing.map(({ alarm }) => alarm))
  return Object.fromEntries(
    alarms
      .filter((alarm) => !unknown.has(alarm))
      .map((alarm) => [alarm, stateOf(rows.filter((row) => row.alarm === alarm))]),
  )
}
