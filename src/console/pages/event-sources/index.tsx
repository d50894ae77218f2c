/** The systems that send events here: how it stands with each, what they told, and who waits to be let in. */
import { useState } from 'react'
import { type Data, useAct, useAnswer, useFilter, useMay, useWorkload } from '../../data/index.ts'
import {
  Button,
  Chip,
  type Column,
  Dialog,
  Empty,
  Filter,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'

type Source = Data<'event-sources.list'>[number]
type Told = Data<'received-events.list'>[number]

export function Page() {
  return (
    <>
      <PageHeader title="Event sources">
        What other systems send becomes alerts, changes and events: proven, understood as the model
        says, and taken once.
      </PageHeader>
      <Sources />
      <Events />
    </>
  )
}

function Sources() {
  const workload = useWorkload()
  const may = useMay('operate')
  const [asked, setAsked] = useState<Source>()
  const answer = useAnswer('event-sources.list', { query: { workload } }, { everyMs: 10_000 })
  const columns: readonly Column<Source>[] = [
    { head: 'State', width: '150px', cell: (one) => <Status {...stateOf(one)} /> },
    {
      head: 'Source',
      cell: ({ title, name, format }) => (
        <>
          {title} <Chip>{format}</Chip>
          <div className="mono muted small">{name}</div>
        </>
      ),
    },
    {
      head: 'Sends to',
      wide: true,
      cell: ({ address }) => <span className="mono small">{address}</span>,
    },
    { head: 'In a day', num: true, cell: ({ deliveries }) => deliveries },
    {
      head: 'Last',
      num: true,
      wide: true,
      cell: ({ lastAt }) => (lastAt ? <Time at={lastAt} /> : '—'),
    },
    {
      head: 'Act',
      cell: (one) =>
        waiting(one).length > 0 && may ? (
          <Button small onClick={() => setAsked(one)}>
            Let in
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <Panel
        title="Sources"
        answer={answer}
        flush
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No source is declared" command="opsplane event-source list">
              Prometheus and CloudEvents need none. Webhooks, GitHub and CloudWatch are declared in
              the model with eventSource.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table label="Sources" columns={columns} rows={list} keyOf={({ name }) => name} />
        )}
      </Panel>
      {asked && <LetIn source={asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

const waiting = ({ subscriptions }: Source) =>
  subscriptions.filter(({ confirmedAt }) => confirmedAt === null)

function stateOf(source: Source) {
  if (source.missing) return { kind: 'crit' as const, word: `No secret ${source.missing}` }
  if (waiting(source).length > 0) return { kind: 'warn' as const, word: 'Asks to be let in' }
  return source.lastAt
    ? { kind: 'ok' as const, word: 'Heard' }
    : { kind: 'unk' as const, word: 'Nothing in a day' }
}

function LetIn({ source, onClose }: { source: Source; onClose: () => void }) {
  const workload = useWorkload()
  const confirm = useAct('event-sources.confirm', onClose)
  const { name } = source
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Let ${source.title} in?`}
      note={`The server opens the address that it sent, whose signature and host were checked: ${waiting(
        source,
      )
        .map(({ topic }) => topic)
        .join(', ')}.`}
      act="Let it in"
      waits={confirm.isPending}
      onAct={() => confirm.mutate({ params: { source: name }, body: { workload } })}
    />
  )
}

const columnsOfEvents: readonly Column<Told>[] = [
  { head: 'When', width: '150px', cell: ({ at }) => <Time at={at} seconds /> },
  { head: 'Source', wide: true, cell: ({ source }) => source },
  {
    head: 'What',
    cell: ({ title, url }) =>
      /^https?:\/\//.test(url) ? (
        <a href={url} rel="noreferrer noopener" target="_blank">
          {title}
        </a>
      ) : (
        title
      ),
  },
  {
    head: 'Labels',
    wide: true,
    cell: ({ labels }) => (
      <span className="mono small">
        {Object.entries(labels)
          .map(([name, value]) => `${name}=${value}`)
          .join(', ')}
      </span>
    ),
  },
]

function Events() {
  const workload = useWorkload()
  const [words, setWords] = useFilter('q')
  const answer = useAnswer('received-events.list', { query: { workload } })
  return (
    <Panel
      title="What they told"
      answer={answer}
      flush
      aside={<Filter label="Filter events" value={words} onChange={setWords} />}
      empty={(list) =>
        list.length === 0 && (
          <Empty title="Nothing yet">
            Events that are no alerts stand here; alerts are with the alarms, deployments on charts.
          </Empty>
        )
      }
    >
      {(list) => (
        <Table
          label="Events, the newest first"
          columns={columnsOfEvents}
          rows={list.filter(({ title, source }) =>
            `${title} ${source}`.toLowerCase().includes(words.toLowerCase()),
          )}
          keyOf={({ id }) => id}
        />
      )}
    </Panel>
  )
}
