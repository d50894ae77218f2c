/** The problem that an incident belongs to, with what helped; or the way to make it one. */
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useAnswer, useHref, useMay, useWorkload } from '../../data/index.ts'
import { Button, Panel, Status } from '../../ui/index.ts'
import { problemStatus } from '../problems/words.ts'
import type { IncidentDetail } from './words.ts'

const Open = lazy(() => import('../problems/Open.tsx').then(({ Open: it }) => ({ default: it })))

export function SeenBefore({ incident: { name } }: { incident: IncidentDetail }) {
  const workload = useWorkload()
  const href = useHref()
  const may = useMay('respond')
  const [asked, setAsked] = useState(false)
  const answer = useAnswer('problems.list', { query: { workload, incident: name } })
  return (
    <Panel title="Seen before" answer={answer} lines={2}>
      {(problems) => (
        <>
          {problems.length === 0 && <p className="muted">It belongs to no known problem.</p>}
          {problems.map((problem) => (
            <div key={problem.id}>
              <div className="row">
                <Link to={href(`problems/${problem.name}`)}>
                  <span className="mono">{problem.name}</span> {problem.title}
                </Link>
                <Status {...problemStatus(problem.state)} />
              </div>
              <p className="small">
                {problem.incidents.length === 1
                  ? 'Seen in this incident alone'
                  : `Seen in ${problem.incidents.length} incidents`}
                {problem.cause && `; cause: ${problem.cause}`}
              </p>
              {problem.workaround && (
                <p className="small">
                  What helps meanwhile:{' '}
                  <Link to={href(`procedures/${problem.workaround.replace(/^\w+:/, '')}`)}>
                    {problem.workaround.replace(/^\w+:/, '')}
                  </Link>
                </p>
              )}
            </div>
          ))}
          {may && problems.length === 0 && (
            <Button small onClick={() => setAsked(true)}>
              Open a problem
            </Button>
          )}
          <Suspense fallback={null}>
            {asked && <Open incident={name} onClose={() => setAsked(false)} />}
          </Suspense>
        </>
      )}
    </Panel>
  )
}
