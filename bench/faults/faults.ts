/** Four faults in which alarms are known to lie. The alarm is raised all the while; each ends as it began. */
import type { Target } from '../pair/target.ts'
import type { Side } from './sides.ts'

export interface Fault {
  readonly what: string
  /** Whether it begins before the alarm is raised. */
  readonly isBefore: boolean
  /** Of Alertmanager, in seconds, where its five minutes would only make it take longer. */
  readonly groupIntervalS?: number
  begin(side: Side, target: Target): Promise<void>
  end(side: Side, target: Target): Promise<void>
  readonly lastsMs: number
}

export const faults: readonly Fault[] = [
  {
    what: 'the evaluator is killed and away for 30 s',
    ...{ isBefore: false, lastsMs: 30_000, groupIntervalS: 5 },
    begin: (side) => side.killEvaluator(),
    end: (side) => side.revive(),
  },
  {
    what: 'a series is missing for 20 s',
    ...{ isBefore: false, lastsMs: 20_000, groupIntervalS: 5 },
    async begin(_, target) {
      target.away = true
    },
    async end(_, target) {
      target.away = false
    },
  },
  {
    what: 'the notifier is killed and started again',
    ...{ isBefore: false, lastsMs: 2_000, groupIntervalS: 5 },
    begin: (side) => side.killNotifier(),
    end: (side) => side.revive(),
  },
  {
    what: 'the receiver fails for 30 s',
    ...{ isBefore: true, lastsMs: 30_000 },
    async begin({ receiver }) {
      receiver.status = 500
    },
    async end({ receiver }) {
      receiver.status = 200
    },
  },
]
