/** Alarms, the worst first: each with its owner and its procedure. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useAnswer, useHref, useWorkload } from '../../data/index.ts'
import {
  ButtonLink,
  type Column,
  count,
  Empty,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'
import { reasonWord } from '../silences/words.ts'
import { Unowned } from './Unowned.tsx'
import { type Alarm, alarmStatus, bare } from './words.ts'

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const answer = useAnswer('alarms.list', { query: { workload } }, { everyMs: 5_000 })
  const columns: readonly Column<Alarm>[] = [
    {
      head: 'State',
      cell: (alarm) => (
        <>
          <Status {...alarmStatus(alarm)} />
          {alarm.suppressedBy[0] && (
            <div className="muted small">{reasonWord(alarm.suppressedBy[0])}</div>
          )}
        </>
      ),
    },
    { head: 'Alarm', cell: ({ name, title }) => <Link to={href(`alarms/${name}`)}>{title}</Link> },
    {
      head: 'When',
      wide: true,
      cell: ({ looksAt, when }) => (
        <span className="mono small">
          {looksAt} {when}
        </span>
      ),
    },
    {
      head: 'Protects',
      wide: true,
      cell: ({ protects }) => protects.map(bare).join(', ') || 'no outcome',
    },
    { head: 'Owner', wide: true, cell: ({ owner }) => bare(owner) },
    {
      head: 'Procedure',
      cell: ({ procedure }) => (
        <Link to={href(`procedures/${bare(procedure)}`)}>{bare(procedure)}</Link>
      ),
    },
    {
      head: 'Since',
      num: true,
      wide: true,
      cell: ({ since }) => (since ? <Time at={since} /> : '—'),
    },
  ]
  return (
    <div className="stack">
      <PageHeader
        title="Alarms"
        actions={
          <>
            <ButtonLink to={href('alarm-quality')}>Quality</ButtonLink>
            <ButtonLink to={href('silences')}>Silences</ButtonLink>
          </>
        }
      >
        Each leads to a person and a procedure; the model refuses one that does not.
      </PageHeader>
      <Panel
        title="Alarms"
        answer={answer}
        flush
        note={answer.data && count(answer.data.length, 'alarm')}
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No alarm is declared" command="opsplane validate">
              An alarm is a condition on a signal, with an owner and a procedure.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Alarms"
            columns={columns}
            rows={list}
            keyOf={({ name }) => name}
            onOpen={({ name }) => void navigate({ to: href(`alarms/${name}`) })}
          />
        )}
      </Panel>
      <Unowned />
    </div>
  )
}
