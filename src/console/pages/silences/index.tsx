/** What is quiet now, what will be, and what was: each with its end and its author. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useAnswer, useHref, useMay, useWorkload } from '../../data/index.ts'
import {
  Button,
  type Column,
  count,
  Dialog,
  Empty,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'
import { Silencer } from './Silencer.tsx'
import { type QuietTime, quietStatus, scopeWords } from './words.ts'

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const may = useMay('respond')
  const [ending, setEnding] = useState<QuietTime>()
  const answer = useAnswer('silences.list', { query: { workload } }, { everyMs: 30_000 })
  const columns: readonly Column<QuietTime>[] = [
    { head: 'State', cell: (one) => <Status {...quietStatus(one)} /> },
    {
      head: 'What',
      cell: (one) => (
        <>
          <div className="mono small">{scopeWords(one)}</div>
          <div className="muted small">{one.reason}</div>
        </>
      ),
    },
    { head: 'Until', cell: (one) => <Until of={one} /> },
    {
      head: 'Hides now',
      wide: true,
      cell: ({ hides }) =>
        hides.length === 0
          ? '—'
          : hides.map((alarm) => (
              <div key={alarm}>
                <Link to={href(`alarms/${alarm}`)}>{alarm}</Link>
              </div>
            )),
    },
    {
      head: 'By',
      wide: true,
      cell: ({ by, from }) => (
        <>
          {by.slice(by.indexOf(':') + 1)}
          {from === 'model' && <div className="muted small">as code</div>}
        </>
      ),
    },
    {
      head: 'Act',
      cell: (one) =>
        may && one.from === 'person' && one.state !== 'ended' ? (
          <Button small onClick={() => setEnding(one)}>
            End
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <PageHeader title="Silences" actions={<Silencer />}>
        Reasons for telling nobody. Alarms are looked at and shown all the same, and whoever was
        told of one is told of its end.
      </PageHeader>
      <Panel
        title="Silences and maintenance"
        answer={answer}
        flush
        note={
          answer.data &&
          count(
            answer.data.filter(({ state }) => state === 'active').length,
            'of them is active',
            'of them are active',
          )
        }
        empty={(list) =>
          list.length === 0 && (
            <Empty
              title="Nothing is quiet"
              command={
                'opsplane silence create --alarm checkout-slow --for 2h --reason "load test"'
              }
            >
              Every alarm is told. Planned work that recurs belongs in the model, as maintenance.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Silences and maintenance"
            columns={columns}
            rows={list}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      {ending && <End silence={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function Until({ of: one }: { of: QuietTime }) {
  const { activeUntil, nextAt, endedAt, endsAt, repeats } = one
  if (activeUntil) return <Time at={activeUntil} />
  if (nextAt)
    return (
      <>
        from <Time at={nextAt} />
        {repeats && <div className="muted small">{repeats.zone}</div>}
      </>
    )
  return <Time at={endedAt ?? endsAt} />
}

function End({ silence, onClose }: { silence: QuietTime; onClose: () => void }) {
  const workload = useWorkload()
  const end = useAct('silences.end', onClose)
  const { id, hides } = silence
  return (
    <Dialog
      open
      onClose={onClose}
      title="End this silence now?"
      note={
        hides.length === 0
          ? 'It hides nothing that is raised.'
          : `What it hides is told now, unless something else keeps it quiet: ${hides.join(', ')}.`
      }
      act="End the silence"
      waits={end.isPending}
      onAct={() => end.mutate({ params: { silence: id }, body: { workload } })}
    />
  )
}
