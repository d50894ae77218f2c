/** Problems: what keeps coming back, how far its cause is known, and what helps meanwhile. */
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useAnswer, useHref, useMay, useWorkload } from '../../data/index.ts'
import {
  Button,
  type Column,
  Empty,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'
import { type Problem, problemStatus } from './words.ts'

const Open = lazy(() => import('./Open.tsx').then(({ Open: it }) => ({ default: it })))

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const may = useMay('respond')
  const [asked, setAsked] = useState(false)
  const answer = useAnswer('problems.list', { query: { workload } })
  const columns: readonly Column<Problem>[] = [
    { head: 'State', cell: ({ state }) => <Status {...problemStatus(state)} /> },
    {
      head: 'Problem',
      cell: ({ name, title, cause }) => (
        <>
          <Link to={href(`problems/${name}`)}>
            <span className="mono">{name}</span> {title}
          </Link>
          {cause && <p className="muted small">{cause}</p>}
        </>
      ),
    },
    { head: 'Owner', wide: true, cell: ({ owner }) => owner.replace(/^\w+:/, '') },
    { head: 'Incidents', num: true, cell: ({ incidents }) => incidents.length },
    { head: 'Moved', num: true, wide: true, cell: ({ movedAt }) => <Time at={movedAt} /> },
  ]
  return (
    <>
      <PageHeader
        title="Problems"
        actions={may && <Button onClick={() => setAsked(true)}>Open a problem</Button>}
      >
        What requires intervention and cannot be resolved yet.
      </PageHeader>
      <Panel
        title="Problems"
        answer={answer}
        flush
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No problem is known">
              What happens three times within two weeks is proposed as one.
            </Empty>
          )
        }
      >
        {(list) => <Table label="Problems" columns={columns} rows={list} keyOf={({ id }) => id} />}
      </Panel>
      <Suspense fallback={null}>{asked && <Open onClose={() => setAsked(false)} />}</Suspense>
    </>
  )
}
