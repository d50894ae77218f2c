/** Whether everything that is asked for its metrics answers. */
import type { Client } from '#api/client'
import { type Finding, ill, well } from './finding.ts'

interface Target {
  readonly job: string
  readonly url: string
  readonly health: 'up' | 'down' | 'unknown'
  readonly error: string | null
}

const NAMED = 3

export async function checkTargets(call: Client): Promise<readonly Finding[]> {
  const { data } = await call('scrape.list')
  return data.length === 0 ? [] : [findingOf(data)]
}

export function findingOf(targets: readonly Target[]): Finding {
  const check = 'scrape targets'
  const ills = targets.filter(({ error }) => error !== null)
  if (ills.length === 0) {
    const asked = targets.filter(({ health }) => health !== 'unknown').length
    return well(check, `${asked} of ${targets.length} have answered`)
  }
  const named = ills.slice(0, NAMED).map(({ job, url, error }) => `${job} ${url}: ${error}`)
  const more = ills.length > NAMED ? `; and ${ills.length - NAMED} more` : ''
  return ill(
    check,
    `${ills.length} of ${targets.length} do not answer well: ${named.join('; ')}${more}`,
    'See opsplane scrape list. Mend the target, or its place in the model (scrape).',
  )
}
