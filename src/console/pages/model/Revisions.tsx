/** Applied revisions, the newest first: what changed, its size, who did it, and the way back. */
import { useState } from 'react'
import { type Data, tell, useAct, useAnswer, useFilter, useMay } from '../../data/index.ts'
import {
  Answer,
  Button,
  Chip,
  type Column,
  count,
  Dialog,
  Empty,
  Table,
  Time,
} from '../../ui/index.ts'
import { Changes } from './Changes.tsx'

type Revision = Data<'model.revisions'>[number]

const sizeOf = ({ resources, values }: Revision['size']) =>
  `${count(resources, 'resource')}, ${count(values, 'value')}`

export function Revisions({ workload }: { workload: string }) {
  const answer = useAnswer('model.revisions', { query: { workload } })
  const [open, setOpen] = useFilter('revision')
  const [asked, setAsked] = useState<Revision>()
  const may = useMay('operate')
  const toggle = ({ revision }: Revision) => setOpen(open === `${revision}` ? '' : `${revision}`)
  const columns: readonly Column<Revision>[] = [
    {
      head: 'Revision',
      width: '110px',
      cell: (one) => (
        <button
          type="button"
          className="fold"
          aria-expanded={open === `${one.revision}`}
          onClick={() => toggle(one)}
        >
          {one.revision}
        </button>
      ),
    },
    {
      head: 'What changed',
      cell: ({ changes, undoOf }) => (
        <>
          {undoOf && <Chip>Undo of {undoOf}</Chip>} {wordsOf(changes)}
        </>
      ),
    },
    { head: 'Size', wide: true, cell: ({ size }) => sizeOf(size) },
    {
      head: 'By',
      wide: true,
      cell: ({ appliedBy }) => appliedBy.slice(appliedBy.indexOf(':') + 1),
    },
    { head: 'Applied', num: true, cell: ({ appliedAt }) => <Time at={appliedAt} /> },
    {
      head: 'Way back',
      num: true,
      cell: (one) =>
        may && one.revision > 1 ? (
          <Button small onClick={() => setAsked(one)}>
            Undo
          </Button>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <Answer
      answer={answer}
      empty={(list) =>
        list.length === 0 && <Empty title="No revision yet" command="opsplane apply ./operations" />
      }
    >
      {(list) => (
        <>
          <Table
            label="Applied revisions"
            columns={columns}
            rows={list}
            keyOf={({ revision }) => `${revision}`}
            onOpen={toggle}
            below={(one) =>
              open === `${one.revision}` && <Changes changes={one.changes} reverse={one.reverse} />
            }
          />
          {asked && <Undo revision={asked} onClose={() => setAsked(undefined)} />}
        </>
      )}
    </Answer>
  )
}

function Undo({ revision, onClose }: { revision: Revision; onClose: () => void }) {
  const { workload, revision: number, size } = revision
  const undo = useAct('model.undo', (done) => {
    tell(`Revision ${number} is undone; revision ${done.revision} is in force`)
    onClose()
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Bring back the model before revision ${number}?`}
      note={`${sizeOf(size)} change back, as a new revision with your name. The undo can be undone.`}
      act={`Undo revision ${number}`}
      keep="Keep it"
      waits={undo.isPending}
      onAct={() => undo.mutate({ body: { workload, revision: number } })}
    />
  )
}

/** "alarm:checkout-latency, 2 others". */
function wordsOf(changes: Revision['changes']): string {
  const [first, ...rest] = changes
  if (!first) return 'Nothing'
  return rest.length ? `${first.ref}, ${count(rest.length, 'other')}` : first.ref
}
