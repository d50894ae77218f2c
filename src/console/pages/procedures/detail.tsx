/** A procedure: one document that a person reads and the engine runs, and whether it can be trusted. */
import { Link } from '@tanstack/react-router'
import { useAnswer, useHref, useParam, useWorkload } from '../../data/index.ts'
import {
  Answer,
  Chip,
  count,
  PageHeader,
  runStatus,
  Since,
  Status,
  Table,
  Tabs,
  Time,
} from '../../ui/index.ts'
import { Document } from './Document.tsx'
import { RunIt } from './RunIt.tsx'
import { Trust } from './Trust.tsx'
import { type Procedure, trustOf } from './words.ts'
import './procedures.css'

export function Page() {
  const workload = useWorkload()
  const procedure = useParam('procedure')
  const answer = useAnswer('procedures.show', { params: { procedure }, query: { workload } })
  return (
    <>
      {!answer.data && <PageHeader title={procedure} />}
      <Answer answer={answer} lines={8}>
        {(data) => <Detail procedure={data} />}
      </Answer>
    </>
  )
}

function Detail({ procedure }: { procedure: Procedure }) {
  const href = useHref()
  const { title, kind, path, owner, alarms, text, recent, findings } = procedure
  return (
    <>
      <PageHeader
        title={title}
        beside={
          <>
            <Status pill {...trustOf(procedure)} />
            <Chip>{kind}</Chip>
          </>
        }
      >
        <span className="mono">{path}</span>
        <span>Owner {owner}</span>
        {alarms.map((alarm) => (
          <Link key={alarm} to={href(`alarms/${alarm}`)}>
            {alarm}
          </Link>
        ))}
      </PageHeader>
      <div className="with-side">
        <div className="card">
          <Tabs
            name="tab"
            label="Parts of the procedure"
            tabs={[
              { id: 'document', label: 'Document', content: <Document procedure={procedure} /> },
              {
                id: 'source',
                label: 'Source',
                content: (
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
                  <section className="source" tabIndex={0} aria-label="Source of the document">
                    <pre>{text}</pre>
                  </section>
                ),
              },
              {
                id: 'runs',
                label: `Runs ${recent.length || ''}`,
                content:
                  recent.length === 0 ? (
                    <p className="muted card-body">
                      It has never run. A drill is the safe way to try it.
                    </p>
                  ) : (
                    <Table
                      label="Runs"
                      rows={recent}
                      keyOf={({ id }) => id}
                      columns={[
                        {
                          head: 'When',
                          cell: ({ id, createdAt }) => (
                            <Link to={href(`runs/${id}`)}>
                              <Time at={createdAt} seconds />
                            </Link>
                          ),
                        },
                        {
                          head: 'Result',
                          cell: ({ state, done, total }) => (
                            <Status {...runStatus(state, done, total)} />
                          ),
                        },
                        {
                          head: 'Started by',
                          wide: true,
                          cell: ({ trigger, startedBy }) =>
                            trigger === 'person' ? startedBy.replace('person:', '') : trigger,
                        },
                        {
                          head: 'For',
                          wide: true,
                          cell: ({ incident }) =>
                            incident ? (
                              <Link to={href(`incidents/${incident}`)}>{incident}</Link>
                            ) : (
                              '—'
                            ),
                        },
                        {
                          head: 'Took',
                          num: true,
                          cell: ({ createdAt, endedAt }) => (
                            <Since at={createdAt} until={endedAt} />
                          ),
                        },
                      ]}
                    />
                  ),
              },
              {
                id: 'findings',
                label: `Findings ${findings.length || ''}`,
                content:
                  findings.length === 0 ? (
                    <p className="muted card-body">The linter finds nothing.</p>
                  ) : (
                    <ul className="finding-list">
                      {findings.map(({ code, severity, message, hint, line }) => (
                        <li key={`${code}${line}`}>
                          <Status kind={severity === 'error' ? 'crit' : 'warn'} word={code} /> line{' '}
                          {line}: {message}
                          <p className="muted small">{hint}</p>
                        </li>
                      ))}
                    </ul>
                  ),
              },
            ]}
          />
        </div>
        <div className="stack">
          <RunIt procedure={procedure} />
          <Trust procedure={procedure} />
          <p className="muted small">
            {count(procedure.plan.length, 'step')}; the engine runs the version that is in force.
          </p>
        </div>
      </div>
    </>
  )
}
