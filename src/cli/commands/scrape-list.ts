import { formatDuration } from '#base'
import type { Action } from '../command.ts'

const TONES = { up: 'ok', down: 'crit', unknown: 'unk' } as const

const scrapeList: Action = async ({ terminal, connection, options }) => {
  const { workload } = options
  const { data, next } = await connection().call('scrape.list', {
    query: workload === undefined ? {} : { workload },
  })
  if (terminal.json) terminal.data(data, next)
  else if (data.length === 0) terminal.line('No targets: a model declares them with scrape(…).')
  else
    terminal.table(
      ['job', 'target', 'state', 'asked', 'took', 'samples', 'why'],
      data.map(({ job, url, health, lastScrape, durationMs, samples, error }) => [
        job,
        url,
        terminal.status(TONES[health], health),
        lastScrape ? terminal.time(lastScrape) : 'not yet',
        durationMs === null ? '' : formatDuration(durationMs),
        samples === null ? '' : String(samples),
        error ?? '',
      ]),
    )
}
export default scrapeList
