/** One problem: how far its cause is known, what helps meanwhile, its way, and the incidents it was seen in. */
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useAnswer, useHref, useMay, useParam, useWorkload } from '../../data/index.ts'
import { Answer, actorName, Button, Card, Empty, PageHeader, Status, Time } from '../../ui/index.ts'
import { type Problem, problemStatus, stateWord } from './words.ts'
import './problems.css'

const Move = lazy(() => import('./Move.tsx').then(({ Move: it }) => ({ default: it })))

export function Page() {
  const workload = useWorkload()
  const problem = useParam('problem')
  const answer = useAnswer('problems.show', { params: { problem }, query: { workload } })
  return (
    <>
      {!answer.data && <PageHeader title={problem} />}
      <Answer answer={answer} lines={6}>
        {(data) => <Detail problem={data} />}
      </Answer>
    </>
  )
}

function Detail({ problem }: { problem: Problem }) {
  const may = useMay('respond')
  const [asked, setAsked] = useState(false)
  return (
    <>
      <PageHeader
        title={problem.title}
        before={<Status pill {...problemStatus(problem.state)} />}
        actions={
          may ? (
            <Button look="primary" onClick={() => setAsked(true)}>
              Move it on
            </Button>
          ) : (
            <span className="muted small">Your role may read, not respond.</span>
          )
        }
      >
        <span className="mono">{problem.name}</span>
        <span>Owned by {problem.owner.replace(/^\w+:/, '')}</span>
        <span>
          Since <Time at={problem.openedAt} />
        </span>
      </PageHeader>
      <div className="problem">
        <Known problem={problem} />
        <Seen problem={problem} />
        <Way problem={problem} />
      </div>
      <Suspense fallback={null}>
        {asked && <Move problem={problem} onClose={() => setAsked(false)} />}
      </Suspense>
    </>
  )
}

function Known({ problem }: { problem: Problem }) {
  const href = useHref()
  const { reason, cause, workaround, fixBy, riskOwner, acceptedUntil } = problem
  return (
    <Card title="What is known">
      <dl className="problem-known">
        <dt>Why it is a problem</dt>
        <dd>{reason}</dd>
        <dt>Cause</dt>
        <dd>{cause ?? <span className="muted">Not known yet</span>}</dd>
        <dt>What helps meanwhile</dt>
        <dd>
          {workaround ? (
            <Link to={href(`procedures/${workaround.replace(/^\w+:/, '')}`)}>
              {workaround.replace(/^\w+:/, '')}
            </Link>
          ) : (
            <span className="muted">Nothing is known to help</span>
          )}
        </dd>
        {fixBy && (
          <>
            <dt>Fixed by</dt>
            <dd>
              <Time at={fixBy} />
            </dd>
          </>
        )}
        {riskOwner && acceptedUntil && (
          <>
            <dt>Accepted</dt>
            <dd>
              by {riskOwner.replace(/^\w+:/, '')} until <Time at={acceptedUntil} />
            </dd>
          </>
        )}
      </dl>
    </Card>
  )
}

function Seen({ problem: { incidents } }: { problem: Problem }) {
  const href = useHref()
  return (
    <Card title="Seen in">
      {incidents.length === 0 ? (
        <Empty title="No incident belongs to it yet" />
      ) : (
        <ul className="problem-rows">
          {incidents.toReversed().map(({ name, title, openedAt }) => (
            <li key={name} className="row">
              <Link to={href(`incidents/${name}`)}>
                <span className="mono">{name}</span> {title}
              </Link>
              <span className="muted small push">
                <Time at={openedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Way({ problem: { moves } }: { problem: Problem }) {
  return (
    <Card title="Its way">
      {moves.length === 0 ? (
        <Empty title="Nobody has moved it yet" />
      ) : (
        <ol className="problem-rows">
          {moves.toReversed().map(({ to, reason, by, at }) => (
            <li key={`${at}${to}`}>
              <div className="row">
                <strong>{stateWord(to)}</strong>
                <span className="muted small push">
                  {actorName(by)}, <Time at={at} />
                </span>
              </div>
              <p className="small">{reason}</p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
