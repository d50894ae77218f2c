/** What is looked at when an incident is declared and when it is resolved. A new source is one file and one line. */
import type { EvidenceSource } from '../evidence.ts'
import { activity } from './activity.ts'
import { alarms } from './alarms.ts'
import { changes } from './changes.ts'
import { recurrences } from './recurrences.ts'
import { releases } from './releases.ts'
import { requests } from './requests.ts'
import { templates } from './templates.ts'

export const sources: readonly EvidenceSource[] = [
  requests,
  releases,
  templates,
  changes,
  recurrences,
  alarms,
  activity,
]
