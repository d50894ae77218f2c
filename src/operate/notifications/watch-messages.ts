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

/** The silence is explained: there is nothing left to watch. */
export function watchedNoMoreMessage(
  { workload, alarm }: Omit<Impairment, 'why'>,
  model: Model | undefined,
): NotificationMessage {
  const title = titleOf(alarm, model)
  return {
    title: `Watched no more: ${title}`,
    lines: [
      `Nothing is awaited any more of the alarm ${alarm} (${title}): it, or what it watched, was removed or paused.`,
    ],
    fields: [],
    links: [{ label: `The alarms of ${workload}`, path: `/w/${workload}/alarms` }],
    data: { alarm },
  }
}

/** It comes and goes: one word of it instead of one for each time. */
export function flappingMessage(
  incident: Incident,
  { alarm, changes, sinceMs }: { alarm: string; changes: number; sinceMs: number },
  reader: Reader,
): NotificationMessage {
  const name = nameOf(incident)
  return {
    title: `[${incident.priority}] ${name}: flapping`,
    lines: [
      `The alarm ${alarm} is flapping since ${clockTime(sinceMs, reader.nowMs, reader.zone)}: ${changes} changes.`,
      `${name} stays open meanwhile, and you are not told of each change. You are told once when it comes to rest.`,
    ],
    fields: [],
    links: [{ label: `All about ${name}`, path: `/w/${incident.workload}/incidents/${name}` }],
    data: { name, number: incident.number, alarm, changes },
  }
}

export function cameToRestMessage(
  incident: Incident,
  { alarm, changes, raised }: { alarm: string; changes: number; raised: boolean },
): NotificationMessage {
  const name = nameOf(incident)
  return {
    title: `[${incident.priority}] ${name}: no longer flapping`,
    lines: [
      `The alarm ${alarm} has come to rest after ${changes} changes: it is ${raised ? 'still raised' : 'cleared'}.`,
      `${name} goes on.`,
    ],
    fields: [],
    links: [{ label: `All about ${name}`, path: `/w/${incident.workload}/incidents/${name}` }],
    data: { name, number: incident.number, alarm, changes, raised },
  }
}

/** Who raised it is not heard from any more: its silence is not the end of what it raised. */
export function staleMessage(
  incident: Incident,
  { alarm, source }: { alarm: string; source: string },
): NotificationMessage {
  const name = nameOf(incident)
  return {
    title: `[${incident.priority}] ${name}: source silent`,
    lines: [
      `${name} goes on: ${source}, which raised its alarm ${alarm}, is not heard from any more.`,
      'It is not known to be over.',
    ],
    fields: [],
    links: [{ label: `All about ${name}`, path: `/w/${incident.workload}/incidents/${name}` }],
    data: { name, number: incident.number, alarm, source },
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
