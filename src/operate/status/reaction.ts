/** Incidents change what the pages say, in the words of each audience. */
import {
  answer,
  defineReaction,
  incidentAlarmAdded,
  incidentOpened,
  incidentReopened,
  incidentResolved,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { listIncidents, readIncident } from '../incidents/index.ts'
import { publish } from './decide.ts'
import { readComponents, readLastSeqs } from './read.ts'

export const publishStatus = defineReaction('operate.status', [
  // The harm began before it was seen; what joins later began with what joined.
  answer(incidentOpened, ({ subject, data }, tx) => update(tx, subject, data.occurredAt)),
  answer(incidentAlarmAdded, ({ subject, time }, tx) => update(tx, subject, time)),
  answer(incidentReopened, ({ subject, time }, tx) => update(tx, subject, time)),
  answer(incidentResolved, ({ subject, time }, tx) => update(tx, subject, time)),
])

async function update(tx: Transaction, id: string, since: string): Promise<void> {
  const incident = await readIncident(tx.sql, id)
  if (!incident) return
  const { workload } = incident
  const model = await loadModel(tx.sql, workload)
  const open = await listIncidents(tx.sql, { workload, state: 'open', limit: 10_000 })
  // What is only for information harms nobody.
  const harmful = open.filter(({ severity }) => severity !== 'info')
  const seqs = await readLastSeqs(tx.sql, workload)
  const facts = publish({
    workload,
    incident: id,
    since,
    pages: model?.all('status-page') ?? [],
    said: await readComponents(tx.sql, workload),
    harmed: new Set(harmful.flatMap(({ outcomes }) => outcomes)),
    lastSeq: (page) => seqs.get(page) ?? 0,
  })
  await tx.append(...facts)
}
