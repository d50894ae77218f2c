/** What telemetry costs on disk, by signal, and how long the model keeps it. */
import { type Data, useAnswer } from '../../data/index.ts'
import { Answer, type Column, figure, quantity, Table } from '../../ui/index.ts'

type Signal = Data<'telemetry.storage'>['signals'][number]

const DAY_MS = 86_400_000
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

function size(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes || 1) / 3)))
  return quantity(bytes / 1_000 ** unit, UNITS[unit])
}

const COLUMNS: readonly Column<Signal>[] = [
  { head: 'Signal', cell: ({ signal }) => NAMES[signal] ?? signal },
  { head: 'On disk', num: true, cell: ({ bytes }) => size(bytes) },
  { head: 'Rows', num: true, cell: ({ rows }) => figure(rows) },
  {
    head: 'Per row',
    num: true,
    cell: ({ rows, bytes }) => (rows > 0 ? quantity(bytes / rows, 'B') : '—'),
  },
  {
    head: 'Compressed',
    num: true,
    wide: true,
    cell: ({ bytes, rawBytes }) => (bytes > 0 ? `${figure(rawBytes / bytes)}×` : '—'),
  },
  { head: 'Since', num: true, wide: true, cell: ({ oldest }) => oldest ?? '—' },
  {
    head: 'Kept',
    num: true,
    cell: ({ keptMs }) => (keptMs === null ? 'always' : quantity(keptMs / DAY_MS, 'days')),
  },
]

const NAMES: Readonly<Record<string, string>> = {
  metrics: 'Samples',
  rollup: 'Samples of 5 minutes',
  logs: 'Log records',
  spans: 'Spans',
  calls: 'Calls between services',
  flows: 'Connections',
  activity: 'Activity',
  catalog: 'Names of series and templates',
}

export function Storage() {
  const answer = useAnswer('telemetry.storage', undefined, { everyMs: 60_000 })
  return (
    <Answer
      answer={answer}
      empty={({ signals }) =>
        signals.length === 0 && <p className="muted">Nothing has been kept yet.</p>
      }
    >
      {(data) => (
        <>
          <Table
            label="Telemetry on disk"
            columns={COLUMNS}
            rows={data.signals}
            keyOf={({ signal }) => signal}
          />
          <p className="muted small storage-note">
            {size(data.bytes)} in all, {data.place}. A <code>retention</code> in the model says how
            long; telemetry of all workloads is one store.
          </p>
        </>
      )}
    </Answer>
  )
}
