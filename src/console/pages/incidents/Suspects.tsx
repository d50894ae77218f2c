/** Who may be the cause, most likely first, with what speaks for it; a person confirms the chain of causes. */
import { lazy, Suspense, useState } from 'react'
import { type Data, useAnswer, useMay, useWorkload } from '../../data/index.ts'
import { Button, Empty, Panel, Status, type StatusKind, Time } from '../../ui/index.ts'
import { Evidence } from './Evidence.tsx'
import { actorName, type IncidentDetail } from './words.ts'

const Confirm = lazy(() => import('./Confirm.tsx').then(({ Confirm: it }) => ({ default: it })))

type Causes = Data<'causes.show'>
type Suspect = NonNullable<Causes['declared']>['suspects'][number]

const MOST = 3

export function Suspects({ incident }: { incident: IncidentDetail }) {
  const workload = useWorkload()
  const may = useMay('respond')
  const [asked, setAsked] = useState(false)
  const answer = useAnswer('causes.show', {
    params: { incident: incident.name },
    query: { workload },
  })
  return (
    <Panel
      title="Suspects"
      answer={answer}
      flush
      aside={({ declared, resolved }) =>
        (resolved ?? declared) && <span className="muted small">most likely first</span>
      }
      lines={3}
    >
      {(causes) => (
        <>
          {causes.confirmed && <Confirmed cause={causes.confirmed} />}
          <Found causes={causes} />
          {may && (
            <div className="side-section row suspect-act">
              <Button onClick={() => setAsked(true)}>
                {causes.confirmed ? 'Correct the cause' : 'Confirm the cause'}
              </Button>
            </div>
          )}
          <Suspense fallback={null}>
            {asked && (
              <Confirm incident={incident.name} causes={causes} onClose={() => setAsked(false)} />
            )}
          </Suspense>
        </>
      )}
    </Panel>
  )
}

function Found({ causes: { declared, resolved } }: { causes: Causes }) {
  const evidence = resolved ?? declared
  if (!evidence)
    return <Empty title="Evidence is being collected">It is kept as it was seen then.</Empty>
  return (
    <>
      {evidence.suspects.length === 0 && (
        <Empty title="Nothing stands out as the cause">
          No part did its own work otherwise than usual between <Time at={evidence.from} seconds />{' '}
          and <Time at={evidence.to} seconds />.
        </Empty>
      )}
      <ol className="suspects">
        {evidence.suspects.slice(0, MOST).map((suspect) => (
          <li key={suspect.name}>
            <div className="row">
              <strong>{suspect.title}</strong>
              <Status pill {...strengthOf(suspect)} />
            </div>
            <ul className="small">
              {suspect.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <Evidence items={evidence.items} blind={evidence.blind} />
    </>
  )
}

function Confirmed({ cause }: { cause: NonNullable<Causes['confirmed']> }) {
  return (
    <dl className="confirmed small">
      <dt>Trigger</dt>
      <dd>{cause.trigger}</dd>
      <dt>Made possible by</dt>
      <dd>{cause.vulnerability}</dd>
      <dt>Not caught because</dt>
      <dd>{cause.notCaught}</dd>
      <dt>As large because</dt>
      <dd>{cause.reach}</dd>
      <dt>Confirmed by</dt>
      <dd>
        {actorName(cause.by)}, <Time at={cause.at} seconds />
      </dd>
    </dl>
  )
}

function strengthOf({ score }: Suspect): { kind: StatusKind; word: string } {
  if (score >= 0.6) return { kind: 'crit', word: 'Strong' }
  if (score >= 0.3) return { kind: 'warn', word: 'Possible' }
  return { kind: 'unk', word: 'Weak' }
}
