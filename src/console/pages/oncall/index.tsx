/** On call: who is called now, who is next, and by which path help is called. */
import { useState } from 'react'
import { type Data, useAnswer, useMay, useWorkload } from '../../data/index.ts'
import {
  Age,
  Button,
  Card,
  Empty,
  PageHeader,
  Panel,
  Person,
  Status,
  Time,
} from '../../ui/index.ts'
import { Overrides } from './Overrides.tsx'
import { TakeOver } from './TakeOver.tsx'
import './oncall.css'

type OnCall = Data<'oncall.show'>

const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)

export function Page() {
  const workload = useWorkload()
  const answer = useAnswer('oncall.show', { query: { workload } }, { everyMs: 60_000 })
  return (
    <>
      <PageHeader title="On call">
        Who is called now, who is next, and what happens when nobody answers.
      </PageHeader>
      <div className="with-side">
        <div className="stack">
          <Panel
            title="Now"
            answer={answer}
            flush
            aside={({ at }) => <Age at={at} />}
            empty={({ rotations }) =>
              rotations.length === 0 && (
                <Empty title="No rotation in the model" command="opsplane apply ./operations">
                  A rotation says who is on call when; escalations call it by its name.
                </Empty>
              )
            }
          >
            {({ rotations }) => <Rotations rotations={rotations} />}
          </Panel>
          <Panel title="How help is called" answer={answer} flush>
            {({ escalations }) => <Escalations escalations={escalations} />}
          </Panel>
        </div>
        <div className="stack">
          <Panel title="Taking over" answer={answer} flush>
            {({ overrides }) =>
              overrides.length ? (
                <Overrides overrides={overrides} />
              ) : (
                <p className="oncall-none muted">Everybody keeps their turn.</p>
              )
            }
          </Panel>
          <Panel title="Vendors" answer={answer} flush>
            {({ vendors }) =>
              vendors.length ? (
                <ul className="oncall-list">
                  {vendors.map(({ component, vendor }) => (
                    <li key={component}>
                      <span>{vendor}</span>
                      <span className="muted small push">{bare(component)}</span>
                    </li>
                  ))}
                </ul>
              ) : (
                <p className="oncall-none muted">No component names a vendor.</p>
              )
            }
          </Panel>
          <Card title="Nobody answers?">
            <p className="muted">
              The next step of the path is called after its time, and its fallback last. Every call
              stands in the incident.
            </p>
          </Card>
        </div>
      </div>
    </>
  )
}

function Rotations({ rotations }: { rotations: OnCall['rotations'] }) {
  const may = useMay('respond')
  const [asked, setAsked] = useState<OnCall['rotations'][number]>()
  return (
    <>
      <ul className="oncall-list rotations">
        {rotations.map((rotation) => {
          const { name, title, team, zone, now, next, people } = rotation
          return (
            <li key={name}>
              <div>
                <h3>{title}</h3>
                <span className="muted small">
                  {team ? `${bare(team)} · ` : ''}
                  {zone} · {people.map((person) => person.name).join(', ')}
                </span>
              </div>
              <div>
                {now ? (
                  <>
                    <Person name={now.name} />
                    <div className="muted small">
                      {now.insteadOfTurn && 'took over, '}
                      until <Time at={now.until} /> ·{' '}
                      <a href={`mailto:${now.email}`}>{now.email}</a>
                    </div>
                  </>
                ) : (
                  <Status kind="warn" word="Nobody is on call" />
                )}
              </div>
              <div>
                {next ? (
                  <>
                    <span className="muted small">next</span> {next.name}
                    <div className="muted small">
                      from <Time at={next.from} />
                    </div>
                  </>
                ) : (
                  <span className="muted">nobody next</span>
                )}
                {may && <Button onClick={() => setAsked(rotation)}>Take over</Button>}
              </div>
            </li>
          )
        })}
      </ul>
      {asked && <TakeOver rotation={asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

function Escalations({ escalations }: { escalations: OnCall['escalations'] }) {
  return (
    <div className="escalations">
      {escalations.map(({ name, title, steps, fallback }) => (
        <section key={name}>
          <h3>{title}</h3>
          <ol>
            {steps.map(({ after, notify }) => (
              <li key={`${after}${notify.join()}`}>
                <span className="muted small">{after === '0s' ? 'at once' : `after ${after}`}</span>
                <span>{notify.map(bare).join(', ')}</span>
              </li>
            ))}
            <li>
              <span className="muted small">last</span>
              <span>{bare(fallback)}</span>
            </li>
          </ol>
        </section>
      ))}
    </div>
  )
}
