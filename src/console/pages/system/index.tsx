/** The system: its parts with their health, and who needs whom, as declared and as it is. */
import { useAnswer, useRange, useWorkload } from '../../data/index.ts'
import { Answer, Card, Empty, PageHeader } from '../../ui/index.ts'
import { Components } from './Components.tsx'
import { Dependencies } from './Dependencies.tsx'
import { SystemMap } from './SystemMap.tsx'
import './system.css'

/** More would be a tangle; the tables have all. */
const MOST_DRAWN = 60

export function Page() {
  const workload = useWorkload()
  const { span } = useRange('-1h')
  const answer = useAnswer('system.show', { query: { workload, from: span } }, { everyMs: 10_000 })
  return (
    <>
      <PageHeader title="System">
        The parts of the workload, how each is, and which outcomes rest on it.
      </PageHeader>
      <Answer
        answer={answer}
        lines={8}
        empty={({ components }) =>
          components.length === 0 && (
            <Empty title="No component is declared" command="opsplane validate">
              A component is a part that is deployed on its own, with an owner and what it depends
              on.
            </Empty>
          )
        }
      >
        {(data) => (
          <div className="stack">
            {data.components.length <= MOST_DRAWN ? (
              <Card
                title="Map"
                note="From customers to what they rest on. Dashed: no call was seen. Amber: not declared."
                className="system-picture"
                flush
              >
                <SystemMap {...data} />
              </Card>
            ) : (
              <p className="muted" data-state="too-much">
                A map of {data.components.length} components cannot be read; the tables have all of
                them.
              </p>
            )}
            <Components data={data} />
            <Dependencies data={data} />
          </div>
        )}
      </Answer>
    </>
  )
}
