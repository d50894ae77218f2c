/** Every format that a source of the model may have. */
import type { EventFormat } from '../format.ts'
import { github } from './github.ts'
import { sns } from './sns.ts'
import { webhook } from './webhook.ts'

export const eventFormats: readonly EventFormat[] = [webhook, github, sns]

export function formatOf(name: EventFormat['name']): EventFormat {
  return eventFormats.find((format) => format.name === name)!
}
