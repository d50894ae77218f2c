/** The health of operations, judged: changes, response, procedures, people, documents, alarms, learning. Pure. */
import { formatDuration } from '#base'

export interface Area {
  readonly area:
    | 'changes'
    | 'response'
    | 'procedures'
    | 'people'
    | 'documents'
    | 'alarms'
    | 'learning'
  readonly title: string
  readonly status: 'ok' | 'warn' | 'crit' | 'unk' | 'info'
  readonly word: string
  readonly sentence: string
  readonly path: string
}

/** What the ledger and the model say of a week. */
export interface OperationsFacts {
  readonly deployments: readonly { readonly outcome: 'success' | 'failure' }[]
  readonly revisions: number
  /** Of the week. */
  readonly incidents: readonly {
    readonly occurredMs: number
    readonly openedMs: number
    readonly acknowledgedMs: number | null
    readonly resolvedMs: number | null
  }[]
  /** Also those of before the week. */
  readonly open: number
  readonly everHadIncident: boolean
  readonly procedures: number
  readonly untried: number
  readonly runs: number
  readonly rotations: number
  readonly emptyRotations: number
  readonly people: number
  /** Outcomes with the time when their target was agreed, in milliseconds since 1970. */
  readonly agreedMs: readonly (number | null)[]
  /** How many dependencies differ from what was seen; undefined when no call was seen. */
  readonly differences: number | undefined
  readonly alarms: number
  readonly unableAlarms: number
  readonly retrospectives: number
  readonly dueRetrospectives: number
  readonly openImprovements: number
}

const AGREED_WITHIN_MS = 180 * 86_400_000
/** Longer than this and nobody was on it. */
const ACKNOWLEDGED_WITHIN_MS = 15 * 60_000

export function judgeOperations(facts: OperationsFacts, nowMs: number): Area[] {
  return [
    changes(facts),
    response(facts),
    procedures(facts),
    people(facts),
    documents(facts, nowMs),
    alarms(facts),
    learning(facts),
  ]
}

function changes({ deployments, revisions }: OperationsFacts): Area {
  const all = deployments.length + revisions
  const failed = deployments.filter(({ outcome }) => outcome === 'failure').length
  return {
    ...{ area: 'changes', title: 'Changes', path: 'model' },
    status: all === 0 ? 'unk' : failed > 0 ? 'warn' : 'ok',
    word: all === 0 ? 'None told' : failed > 0 ? `${failed} failed` : `${all} this week`,
    sentence: `${count(deployments.length, 'release')}, ${count(revisions, 'model revision')}; every revision has its reverse`,
  }
}

function response({ incidents, open, everHadIncident }: OperationsFacts): Area {
  const restored = incidents.flatMap(({ occurredMs, resolvedMs }) =>
    resolvedMs === null ? [] : [resolvedMs - occurredMs],
  )
  const acknowledged = incidents.flatMap(({ openedMs, acknowledgedMs }) =>
    acknowledgedMs === null ? [] : [acknowledgedMs - openedMs],
  )
  const slow = acknowledged.filter((ms) => ms > ACKNOWLEDGED_WITHIN_MS).length
  const words = [
    restored.length > 0
      ? `${count(restored.length, 'incident')} in 7 days, restored in ${formatDuration(median(restored))}`
      : 'No incident ended in the last 7 days',
    acknowledged.length > 0 && `acknowledged in ${formatDuration(median(acknowledged))} (median)`,
  ]
  return {
    ...{ area: 'response', title: 'Response', path: 'incidents' },
    status: open > 0 || slow > 0 ? 'warn' : everHadIncident ? 'ok' : 'unk',
    word:
      open > 0
        ? `${open} open`
        : slow > 0
          ? `${slow} late`
          : everHadIncident
            ? 'Nothing open'
            : 'No incident yet',
    sentence: words.filter(Boolean).join(', '),
  }
}

function procedures({ procedures: all, untried, runs }: OperationsFacts): Area {
  return {
    ...{ area: 'procedures', title: 'Procedures', path: 'procedures' },
    status: all === 0 ? 'unk' : untried > 0 ? 'warn' : 'ok',
    word: all === 0 ? 'None written' : untried > 0 ? `${untried} not exercised` : 'All exercised',
    sentence: `${count(all, 'document')}, ${count(runs, 'run')} in 90 days`,
  }
}

function people({ rotations, emptyRotations, people: all }: OperationsFacts): Area {
  return {
    ...{ area: 'people', title: 'People', path: 'oncall' },
    status: rotations === 0 ? 'unk' : emptyRotations > 0 ? 'crit' : 'ok',
    word: rotations === 0 ? 'No rotation' : emptyRotations > 0 ? 'Nobody on call' : 'Covered',
    sentence: `${count(rotations, 'rotation')}, ${count(all, 'person', 'people')}`,
  }
}

/** What is written down: whether targets are still agreed, and whether the model says who needs whom as it is. */
function documents({ agreedMs, differences }: OperationsFacts, nowMs: number): Area {
  const old = agreedMs.filter((ms) => ms === null || nowMs - ms > AGREED_WITHIN_MS).length
  const differing = differences ?? 0
  const isUnknown = agreedMs.length === 0 && differences === undefined
  const system =
    differences === undefined
      ? 'no call was seen that the model could be held against'
      : differing > 0
        ? `${count(differing, 'dependency', 'dependencies')} not as the model says`
        : 'calls go as the model says'
  return {
    ...{ area: 'documents', title: 'Documents', path: differing > 0 ? 'system' : 'outcomes' },
    status: isUnknown
      ? 'unk'
      : old + differing > 0
        ? 'warn'
        : differences === undefined
          ? 'unk'
          : 'ok',
    word: isUnknown
      ? 'Nothing written'
      : differing > 0
        ? `${differing} not in step`
        : old > 0
          ? `${old} out of date`
          : differences === undefined
            ? 'Not known'
            : 'In step',
    sentence: `${old > 0 ? `${old} of ${count(agreedMs.length, 'target')} not agreed in 180 days` : `${count(agreedMs.length, 'target')} agreed in 180 days`}; ${system}`,
  }
}

function alarms({ alarms: all, unableAlarms }: OperationsFacts): Area {
  return {
    ...{ area: 'alarms', title: 'Alarms', path: 'alarms' },
    status: all === 0 || unableAlarms > 0 ? 'unk' : 'ok',
    word:
      all === 0 ? 'None' : unableAlarms > 0 ? `${unableAlarms} cannot tell` : `${all} of ${all}`,
    sentence: 'Each has an owner who can be reached and a procedure',
  }
}

function learning(facts: OperationsFacts): Area {
  const { retrospectives, dueRetrospectives, openImprovements } = facts
  return {
    ...{ area: 'learning', title: 'Learning', path: 'retrospectives' },
    status: dueRetrospectives > 0 ? 'info' : 'ok',
    word: dueRetrospectives > 0 ? `${count(dueRetrospectives, 'review')} due` : 'Nothing due',
    sentence: `${count(retrospectives, 'retrospective')}, ${count(openImprovements, 'open improvement')}`,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}
