/** Every practice that is measured. A new one is a file beside this one and a line in the list. */
import type { Practice } from '../practice.ts'
import { lessonsLearned } from './lessons-learned.ts'
import { operationsMetrics } from './operations-metrics.ts'
import { expectedOutcomes } from './outcomes.ts'
import { practisedRecovery } from './practised-recovery.ts'
import { processPerAlarm } from './process-per-alarm.ts'
import { pushNotifications } from './push-notifications.ts'
import { runbooks } from './runbooks.ts'
import { workloadMetrics } from './workload-metrics.ts'

export const practices: readonly Practice[] = [
  runbooks,
  practisedRecovery,
  expectedOutcomes,
  workloadMetrics,
  operationsMetrics,
  processPerAlarm,
  pushNotifications,
  lessonsLearned,
]
