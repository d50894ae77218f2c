/** What the owner of an alarm is told when the watching itself is impaired: silence is not health. */
import type { NotificationMessage } from '#ledger'
import type { Model } from '#model'
import { type Incident, nameOf } from '../incidents/index.ts'
import { clockTime } from '../wording/index.ts'
import type { Reader } from './messages.ts'

/** Something about an alarm that keeps us from knowing. */
export interface Impairment {
  readonly workload: string
  readonly alarm: string
  /** In words: why nobody can know. */
  readonly why: string
}

export function impairedMessage(
  { workload, alarm, why }: Impairment,
  model: Model | undefined,
): NotificationMessage {
  const title = titleOf(alarm, model)
  return {
    title: `Not watched: ${title}`,
    lines: [
      `Nobody knows whether this is well: ${title}.`,
      `The alarm ${alarm} cannot tell, because ${why}.`,
      'You are told because you own it. No customer has been told anything.',
    ],
    fields: [],
    links: [{ label: `The alarm ${alarm}`, path: `/w/${workload}/model/alarm/${alarm}` }],
    data: { alarm, why },
  }
}

export function watchedAgainMessage(
  { workload, alarm }: Omit<Impairment, 'why'>,
  model: Model | undefined,
): NotificationMessage {
  const title = titleOf(alarm, model)
  return {
    title: `Watched again: ${title}`,
    lines: [`It is over: the alarm ${alarm} can tell again whether this is well: ${title}.`],
    fields: [],
    links: [{ label: `The alarm ${alarm}`, path: `/w/${workload}/model/alarm/${alarm}` }],
    data: { alarm },
  }
}

/** The data has stopped in the middle of an incident: it is not over. */
export function blindMessage(
  incident: Incident,
  alarm: string,
  reader: Reader,
): NotificationMessage {
  const name = nameOf(incident)
  return {
    title: `[${incident.priority}] ${name}: data lost`,
    lines: [
      `${name} goes on, and its alarm ${alarm} has had no data since ${clockTime(reader.nowMs, reader.nowMs, reader.zone)}.`,
      'It is not known to be over.',
    ],
    fields: [],
    links: [{ label: `All about ${name}`, path: `/w/${incident.workload}/incidents/${name}` }],
    data: { name, number: incident.number, alarm },
  }
}

const titleOf = (alarm: string, model: Model | undefined) =>
  model?.get('alarm', alarm)?.spec.title ?? alarm
