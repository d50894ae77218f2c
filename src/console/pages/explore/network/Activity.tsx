/** Activity: who did what, from where, to what, and how it ended. A row opens to the record as it was sent. */
import { type Data, useAnswer, useFilter, useRange } from '../../../data/index.ts'
import {
  Choices,
  type Column,
  count,
  Empty,
  Panel,
  Status,
  type StatusKind,
  Table,
  Time,
} from '../../../ui/index.ts'
import { Partial } from '../Partial.tsx'
import './network.css'

type Done = Data<'activity.list'>['activities'][number]

const KINDS: Readonly<Record<Done['outcome'], StatusKind>> = {
  ok: 'ok',
  denied: 'warn',
  error: 'crit',
}

const columns: readonly Column<Done>[] = [
  { head: 'When', cell: ({ timeMs }) => <Time at={new Date(timeMs).toISOString()} /> },
  { head: 'Who', cell: ({ actor }) => actor },
  { head: 'What', cell: ({ action }) => action },
  { head: 'To what', wide: true, cell: ({ target }) => target || '—' },
  { head: 'In', wide: true, cell: ({ source }) => source },
  { head: 'From', wide: true, cell: ({ address }) => <span className="mono">{address}</span> },
  {
    head: 'Outcome',
    cell: ({ outcome, reason }) => <Status kind={KINDS[outcome]} word={reason || outcome} />,
  },
]

export function Activity() {
  const { span, to } = useRange('-1h')
  const [outcome, setOutcome] = useFilter('outcome', 'all')
  const [open, setOpen] = useFilter('record')
  const answer = useAnswer('activity.list', {
    query: {
      since: span,
      ...(to ? { to } : {}),
      ...(outcome === 'ok' || outcome === 'denied' || outcome === 'error' ? { outcome } : {}),
    },
  })
  return (
    <Panel
      title="Activity"
      note={answer.data && count(answer.data.activities.length, 'record')}
      answer={answer}
      flush
      lines={10}
      aside={
        <Choices
          label="Which outcome"
          value={outcome}
          onChange={setOutcome}
          choices={[
            { value: 'all', label: 'All' },
            { value: 'denied', label: 'Denied' },
            { value: 'error', label: 'Failed' },
          ]}
        />
      }
      empty={({ activities }) =>
        activities.length === 0 && (
          <Empty title="Nobody did such a thing in this time">
            Send activity records, such as those of CloudTrail, to /activity.
          </Empty>
        )
      }
    >
      {(data) => (
        <>
          <Partial of={data} />
          <Table
            label="Activity"
            columns={columns}
            rows={data.activities}
            keyOf={({ id }) => id}
            onOpen={({ id }) => setOpen(open === id ? '' : id)}
            below={({ id, raw }) =>
              open === id && <pre className="raw-record mono small">{pretty(raw)}</pre>
            }
          />
        </>
      )}
    </Panel>
  )
}

function pretty(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2)
  } catch {
    return raw
  }
}
