/** Who was told what, by which channel, and whether it arrived; the newest first. */
import { Link } from '@tanstack/react-router'
import { type Data, useAnswer, useFilter, useHref, useWorkload } from '../../data/index.ts'
import {
  Button,
  Choices,
  type Column,
  Empty,
  Filter,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'
import { bare, deliveryStatus, PURPOSE } from '../incidents/words.ts'

type Notification = Data<'notifications.list'>[number]

const STATES = [
  { value: '', label: 'All' },
  { value: 'queued', label: 'Queued' },
  { value: 'accepted', label: 'Delivered' },
  { value: 'failed', label: 'Not delivered' },
]

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const [state, setState] = useFilter('state')
  const [words, setWords] = useFilter('q')
  const [incident, setIncident] = useFilter('incident')
  const answer = useAnswer('notifications.list', {
    query: {
      workload,
      ...(state ? { state: state as 'queued' } : {}),
      ...(incident ? { incident } : {}),
    },
  })
  const incidents = useAnswer('incidents.list', { query: { workload } }).data
  const nameOf = (id: string) => incidents?.find((one) => one.id === id)?.name
  const columns: readonly Column<Notification>[] = [
    { head: 'Delivery', width: '130px', cell: (one) => <Status {...deliveryStatus(one.state)} /> },
    {
      head: 'To',
      cell: ({ recipient, address }) => <span title={address}>{bare(recipient)}</span>,
    },
    { head: 'By', wide: true, cell: ({ channel }) => bare(channel) },
    {
      head: 'What',
      cell: ({ title, purpose, reason, state: now }) => (
        <>
          {title} <span className="muted small">{PURPOSE[purpose]}</span>
          {reason && now !== 'accepted' && <div className="muted small">{reason}</div>}
        </>
      ),
    },
    {
      head: 'Incident',
      wide: true,
      cell: ({ incident: of }) => {
        const name = of && nameOf(of)
        return name ? <Link to={href(`incidents/${name}`)}>{name}</Link> : '—'
      },
    },
    { head: 'Tries', num: true, wide: true, cell: ({ attempts }) => attempts },
    {
      head: 'Sent',
      num: true,
      wide: true,
      cell: ({ acceptedAt, queuedAt }) => <Time at={acceptedAt ?? queuedAt} seconds />,
    },
  ]
  return (
    <>
      <PageHeader title="Notifications">
        Who was told what, and whether it arrived. A message that cannot be delivered is tried
        again, and says why.
      </PageHeader>
      <Panel
        title={incident ? `Messages about ${incident}` : 'Messages'}
        answer={answer}
        flush
        aside={
          <>
            {incident && (
              <Button small onClick={() => setIncident('')}>
                All incidents
              </Button>
            )}
            <Choices label="Delivery" value={state} onChange={setState} choices={STATES} />
            <Filter label="Filter messages" value={words} onChange={setWords} />
          </>
        }
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No message here">
              People are told when an incident opens, changes and ends, by the channels of the
              model.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Messages, the newest first"
            columns={columns}
            rows={list.filter(({ title, recipient, channel }) =>
              `${title} ${recipient} ${channel}`.toLowerCase().includes(words.toLowerCase()),
            )}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
    </>
  )
}
