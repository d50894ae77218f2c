/** Workload as code: the model in force by kind, where each part is written, and every revision with its undo. */
import { useAnswer, useWorkload } from '../../data/index.ts'
import { Answer, Chip, PageHeader, Tabs, Time } from '../../ui/index.ts'
import { Findings } from './Findings.tsx'
import { Resources } from './Resources.tsx'
import { Revisions } from './Revisions.tsx'
import { Storage } from './Storage.tsx'
import './model.css'

export function Page() {
  const workload = useWorkload()
  const answer = useAnswer('model.show', { query: { workload } })
  const model = answer.data
  return (
    <>
      <PageHeader title="Workload as code" beside={model && <Chip>Revision {model.revision}</Chip>}>
        {model && (
          <>
            <span>
              Applied by {model.appliedBy.slice(model.appliedBy.indexOf(':') + 1)}{' '}
              <Time at={model.appliedAt} />
            </span>
            <span className="mono">{model.hash.slice(0, 12)}</span>
            {model.commit && <span className="mono">commit {model.commit.slice(0, 10)}</span>}
          </>
        )}
      </PageHeader>
      <div className="card">
        <Tabs
          name="tab"
          label="Parts of the model"
          tabs={[
            {
              id: 'resources',
              label: 'Resources',
              content: (
                <Answer answer={answer} lines={6}>
                  {(data) => (
                    <>
                      <Findings findings={data.diagnostics} />
                      <Resources resources={data.resources} />
                    </>
                  )}
                </Answer>
              ),
            },
            { id: 'revisions', label: 'Revisions', content: <Revisions workload={workload} /> },
            { id: 'storage', label: 'Telemetry on disk', content: <Storage /> },
          ]}
        />
      </div>
    </>
  )
}
