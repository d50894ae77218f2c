/** Which alarms lead to an action, and which only wake people; the worst first, with the numbers behind each share. */
import { Link, useNavigate } from '@tanstack/react-router'
import type { Data } from '../../data/index.ts'
import { useAnswer, useFilter, useHref, useWorkload } from '../../data/index.ts'
import {
  Choices,
  type Column,
  duration,
  Empty,
  PageHeader,
  Panel,
  Status,
  Table,
} from '../../ui/index.ts'

type Quality = Data<'alarm-quality.show'>['alarms'][number]

const WINDOWS = ['7d', '30d', '90d'].map((value) => ({
  value,
  label: value.replace('d', ' days'),
}))

const FINDINGS: Readonly<
  Record<Quality['findings'][number], { kind: 'warn' | 'info'; word: string }>
> = {
  'never-fired': { kind: 'info', word: 'Never fired' },
  noisy: { kind: 'warn', word: 'Noisy' },
  'without-action': { kind: 'warn', word: 'Fired without action' },
  flapping: { kind: 'warn', word: 'Flapping' },
  duplicate: { kind: 'warn', word: 'Duplicate' },
  unseeing: { kind: 'warn', word: 'Often without data' },
}

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const [from, setFrom] = useFilter('window', '30d')
  const answer = useAnswer('alarm-quality.show', { query: { workload, from } })
  const columns: readonly Column<Quality>[] = [
    {
      head: 'Alarm',
      cell: ({ alarm, title, note }) => (
        <>
          <Link to={href(`alarms/${alarm}`)}>{title}</Link>
          {note && <div className="muted small">{note}</div>}
        </>
      ),
    },
    { head: 'Findings', cell: (one) => <Findings of={one} /> },
    {
      head: 'Led to action',
      num: true,
      cell: ({ precision, acted, unacted }) =>
        precision === null ? '—' : `${acted} of ${acted + unacted}`,
    },
    {
      head: 'Fired',
      num: true,
      cell: ({ fired, quiet }) => (quiet > 0 ? `${fired}, ${quiet} quiet` : fired),
    },
    {
      head: 'Acknowledged in',
      num: true,
      wide: true,
      cell: ({ meanToAcknowledgeMs, acknowledged }) =>
        meanToAcknowledgeMs === null ? '—' : `${duration(meanToAcknowledgeMs)} (${acknowledged})`,
    },
    {
      head: 'Without sight',
      num: true,
      wide: true,
      cell: ({ blindMs, noDataMs }) =>
        blindMs + noDataMs > 0 ? duration(blindMs + noDataMs) : '—',
    },
    { head: 'Owner', wide: true, cell: ({ owner }) => owner.slice(owner.indexOf(':') + 1) },
  ]
  return (
    <>
      <PageHeader
        title="Alarm quality"
        actions={<Choices label="Window" value={from} onChange={setFrom} choices={WINDOWS} />}
      >
        An alarm is worth waking somebody when something is done about it: acknowledged, noted, its
        procedure run, or resolved by hand.
      </PageHeader>
      <Panel
        title="Alarms"
        answer={answer}
        flush
        note={
          answer.data &&
          `From the ledger alone. A share of fewer than ${answer.data.fewest} is shown and not judged.`
        }
        empty={({ alarms }) =>
          alarms.length === 0 && (
            <Empty title="No alarm is declared" command="opsplane validate">
              An alarm is a condition on a signal, with an owner and a procedure.
            </Empty>
          )
        }
      >
        {({ alarms }) => (
          <Table
            label="Alarm quality"
            columns={columns}
            rows={alarms}
            keyOf={({ alarm }) => alarm}
            onOpen={({ alarm }) => void navigate({ to: href(`alarms/${alarm}`) })}
          />
        )}
      </Panel>
    </>
  )
}

function Findings({ of: { findings, duplicateOf, fired, note } }: { of: Quality }) {
  if (findings.length === 0 && fired === 0) return <Status kind="unk" word="Not fired yet" />
  if (findings.length === 0)
    return note ? <Status kind="unk" word="Too few" /> : <Status kind="ok" word="None" />
  return findings.map((one) => (
    <div key={one}>
      <Status
        {...FINDINGS[one]}
        word={one === 'duplicate' ? `Duplicate of ${duplicateOf!.alarm}` : FINDINGS[one].word}
      />
    </div>
  ))
}
