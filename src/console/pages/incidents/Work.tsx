/** How people work on the incident: how far they are, who has which role, what is to be done and decided. */
import { lazy, Suspense, useState } from 'react'
import { type Data, useAct, useAnswer, useMay, useWorkload } from '../../data/index.ts'
import { actorName, Button, Panel, Status, Time } from '../../ui/index.ts'
import type { WorkQuestion } from './WorkAsked.tsx'
import { bare, type IncidentDetail } from './words.ts'

const WorkAsked = lazy(() =>
  import('./WorkAsked.tsx').then(({ WorkAsked: it }) => ({ default: it })),
)

type Response = Data<'response.show'>
type Ask = (question: WorkQuestion) => void

export function Work({ incident }: { incident: IncidentDetail }) {
  const workload = useWorkload()
  const may = useMay('respond')
  const [asked, setAsked] = useState<WorkQuestion>()
  const answer = useAnswer('response.show', {
    params: { incident: incident.name },
    query: { workload },
  })
  const ask = may ? setAsked : undefined
  return (
    <Panel title="Work" answer={answer} flush lines={3}>
      {(response) => (
        <>
          <Phase response={response} isOpen={incident.state === 'open'} ask={ask} />
          <Roles response={response} ask={ask} />
          <Tasks response={response} incident={incident.name} ask={ask} />
          <Decisions response={response} ask={ask} />
          <Suspense fallback={null}>
            {asked && (
              <WorkAsked
                question={asked}
                incident={incident.name}
                onClose={() => setAsked(undefined)}
              />
            )}
          </Suspense>
        </>
      )}
    </Panel>
  )
}

interface PartProps {
  readonly response: Response
  readonly ask: Ask | undefined
}

function Phase({ response: { phase, movedAt }, isOpen, ask }: PartProps & { isOpen: boolean }) {
  return (
    <div className="row work-row">
      <Status kind={isOpen ? 'run' : 'ok'} word={phase} />
      {movedAt && (
        <span className="muted small">
          since <Time at={movedAt} seconds />
        </span>
      )}
      {ask && isOpen && (
        <span className="push">
          <Button small onClick={() => ask({ kind: 'move', phase })}>
            Move on
          </Button>
        </span>
      )}
    </div>
  )
}

const ROLES = ['commander', 'operations', 'communications', 'scribe'] as const

function Roles({ response: { roles }, ask }: PartProps) {
  return (
    <section className="side-section">
      <h3>Roles</h3>
      <ul>
        {ROLES.map((role) => {
          const holder = roles.find((one) => one.role === role)
          return (
            <li key={role} className="row work-row">
              <span>
                {holder ? actorName(holder.person) : <span className="muted">Nobody</span>}
              </span>
              <span className="muted small">{role}</span>
              {ask && (
                <span className="push">
                  <Button
                    small
                    onClick={() => ask({ kind: 'role', role, holder: holder?.person ?? null })}
                  >
                    {holder ? 'Hand over' : 'Take'}
                  </Button>
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Tasks({ response: { tasks }, incident, ask }: PartProps & { incident: string }) {
  const workload = useWorkload()
  const end = useAct('response.end-task')
  return (
    <section className="side-section">
      <h3>Tasks</h3>
      <ul>
        {tasks.map(({ id, text, assignee, outcome }) => (
          <li key={id} className="row work-row">
            <span className={outcome ? 'muted' : ''}>
              {text}
              {assignee && <span className="muted small"> {bare(assignee)}</span>}
            </span>
            <span className="push">
              {outcome ? (
                <Status kind={outcome === 'done' ? 'ok' : 'unk'} word={outcome} />
              ) : (
                ask && (
                  <Button
                    small
                    disabled={end.isPending}
                    onClick={() =>
                      end.mutate({
                        params: { incident },
                        body: { workload, task: id, result: 'done in the console' },
                      })
                    }
                  >
                    Done
                  </Button>
                )
              )}
            </span>
          </li>
        ))}
      </ul>
      {tasks.length === 0 && <p className="muted small">Nothing is on the list.</p>}
      {ask && (
        <div className="work-row">
          <Button small onClick={() => ask({ kind: 'task' })}>
            Add a task
          </Button>
        </div>
      )}
    </section>
  )
}

function Decisions({ response: { decisions }, ask }: PartProps) {
  return (
    <section className="side-section">
      <h3>Decisions</h3>
      <ul>
        {decisions.map((decision) => (
          <li key={decision.id} className="work-row">
            <div className="row">
              <span>{decision.question}</span>
              {decision.choice && (
                <span className="push">
                  <Status kind="ok" word={decision.choice} />
                </span>
              )}
            </div>
            <p className="muted small">
              {decision.choice
                ? `${actorName(decision.decidedBy ?? '')}: ${decision.reason} (${decision.authority})`
                : `Asked of ${decision.askedOf ? bare(decision.askedOf) : 'whoever responds'}${decision.risk ? `; risk: ${decision.risk}` : ''}`}
            </p>
            {!decision.choice && ask && (
              <Button
                small
                onClick={() =>
                  ask({
                    kind: 'decide',
                    decision: decision.id,
                    question: decision.question,
                    options: decision.options,
                  })
                }
              >
                Decide
              </Button>
            )}
          </li>
        ))}
      </ul>
      {decisions.length === 0 && <p className="muted small">Nothing had to be decided.</p>}
      {ask && (
        <div className="work-row">
          <Button small onClick={() => ask({ kind: 'ask' })}>
            Ask for a decision
          </Button>
        </div>
      )}
    </section>
  )
}
