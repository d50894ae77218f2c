/** What a change of a status page says to those who are told of it, whoever they are. */
import type { Sql } from '#base'
import { type FactOf, type NotificationMessage, type statusPublished, timeOf } from '#ledger'
import type { Model } from '#model'
import { readIncident } from '../incidents/index.ts'
import { toldTo } from './audience.ts'
import { statusMessage } from './messages.ts'

export async function statusWords(
  sql: Sql,
  fact: FactOf<typeof statusPublished>,
  model: Model | undefined,
): Promise<NotificationMessage> {
  const { page, incident, state } = fact.data
  const spec = model?.get('status-page', page)?.spec
  const about = incident === null ? undefined : await readIncident(sql, incident)
  const told = toldTo(spec?.audience, about, model, state === 'operational')
  return statusMessage(fact.data, spec?.title ?? page, timeOf(fact), told)
}
