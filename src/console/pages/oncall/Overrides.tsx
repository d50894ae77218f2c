/** Who takes the place of another, now or later. */
import { type Data, tell, useAct, useMay, useWorkload } from '../../data/index.ts'
import { actorName, Button, Person, Time } from '../../ui/index.ts'

type Override = Data<'oncall.show'>['overrides'][number]

export function Overrides({ overrides }: { overrides: readonly Override[] }) {
  const workload = useWorkload()
  const may = useMay('respond')
  const end = useAct('oncall.end-override', () => tell('It is taken back'))
  return (
    <ul className="oncall-list">
      {overrides.map(({ id, rotation, person, from, to, reason, by }) => (
        <li key={id}>
          <div>
            <Person name={person.name} />
            <div className="muted small">
              {rotation.slice(rotation.indexOf(':') + 1)}, <Time at={from} /> to <Time at={to} />
            </div>
            <div className="muted small">
              {reason}, {actorName(by)}
            </div>
          </div>
          {may && (
            <span className="push">
              <Button
                disabled={end.isPending}
                onClick={() => end.mutate({ params: { override: id }, body: { workload } })}
              >
                Take back
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
