/** What is expected of the signal, in words: how well it is known, how it stands, and when it was outside. */
import { Card, Since, Status, Table, Time } from '../../ui/index.ts'
import { type Band, bandStatus, departureStatus } from './band.ts'
import './band.css'

const MOST = 8

export function BandCard({ band, fromMs }: { band: Band; fromMs: number }) {
  const begin = beginOf(band, fromMs)
  const { sentence, departures, series, others, everyMs, learnMs } = band
  const labels = Object.entries(series).map(([key, value]) => `${key}=${value}`)
  return (
    <Card className="band" title="What is usual for it" aside={<Status {...bandStatus(band)} />}>
      <p>{sentence}</p>
      {others > 0 && (
        <p className="muted small">
          {others + 1} series, each with a band of its own; drawn is the one furthest from what is
          usual for it{labels.length > 0 && <>: {labels.join(', ')}</>}.
        </p>
      )}
      <p className="muted small">
        The band shows what was expected at the time, from what was known by then: a value each{' '}
        {lengthWords(everyMs)}, the last {lengthWords(learnMs)}, by hour of the day and of the week.
        {begin !== undefined && (
          <>
            {' '}
            It begins <Time at={new Date(begin).toISOString()} />: nothing is kept of the time
            before.
          </>
        )}
      </p>
      {departures.length > 0 && (
        <Table
          label="When it was outside"
          rows={departures.slice(0, MOST)}
          keyOf={({ from }) => from}
          columns={[
            { head: 'When', cell: ({ from }) => <Time at={from} /> },
            {
              head: 'How',
              cell: ({ direction }) => <Status {...departureStatus(direction)} />,
            },
            {
              head: 'Lasted',
              num: true,
              cell: ({ from, until }) => <Since at={from} until={until} />,
            },
            { head: 'Seen', wide: true, cell: ({ words }) => words },
          ]}
        />
      )}
      {departures.length > MOST && (
        <p className="muted small">and {departures.length - MOST} times before in this range</p>
      )}
    </Card>
  )
}

/** When the line begins later than was asked for; undefined when it does not. */
function beginOf({ points, everyMs }: Band, fromMs: number): number | undefined {
  const first = points.find(({ value }) => value !== null)
  const last = points.at(-1)
  if (!first || !last) return undefined
  const slackMs = Math.max(2 * everyMs, (last.timeMs - fromMs) / 20)
  return first.timeMs > fromMs + slackMs ? first.timeMs : undefined
}

/** `minute`, `7 days`. */
function lengthWords(ms: number): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1_000, 'second'],
  ] as const
  const [size, word] = units.find(([one]) => ms >= one && ms % one === 0) ?? units[3]
  const n = ms / size
  return n === 1 ? word : `${n} ${word}s`
}
