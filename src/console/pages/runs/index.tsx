/** One run: its steps as they happen, what waits for a person, and the way to stop it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Data, useAct, useAnswer, useHref, useMay, useParam } from '../../data/index.ts'
import {
  Answer,
  Button,
  Card,
  Chip,
  Dialog,
  isOver,
  KeyValue,
  PageHeader,
  RunSteps,
  runStatus,
  Since,
  Status,
  TextArea,
  Time,
} from '../../ui/index.ts'

type Run = Data<'runs.show'>
const EVERY_MS = 2_000
const LINES = 40

export function Page() {
  const run = useParam('run')
  const answer = useAnswer('runs.show', { params: { run } }, { everyMs: EVERY_MS })
  return (
    <>
      {!answer.data && <PageHeader title="Run" />}
      <Answer answer={answer} lines={6}>
        {(data) => <Detail run={data} />}
      </Answer>
    </>
  )
}

function Detail({ run }: { run: Run }) {
  const href = useHref()
  const {
    title,
    procedure,
    state,
    done,
    total,
    trigger,
    startedBy,
    createdAt,
    endedAt,
    incident,
    reason,
    dry,
    params,
  } = run
  return (
    <>
      <PageHeader
        title={title}
        before={<Status pill {...runStatus(state, done, total)} />}
        beside={dry ? <Chip>Dry run</Chip> : undefined}
        actions={<Acts run={run} />}
      >
        <Link to={href(`procedures/${procedure}`)}>{procedure}</Link>
        <span>
          {trigger === 'person'
            ? `started by ${startedBy.replace('person:', '')}`
            : `started by the ${trigger}`}
        </span>
        {incident && <Link to={href(`incidents/${incident}`)}>{incident}</Link>}
        {endedAt && reason && <span>{reason}</span>}
      </PageHeader>
      <div className="with-side">
        <Card title="Steps" flush>
          <RunSteps run={run} lines={LINES} />
        </Card>
        <Card title="About this run">
          <KeyValue
            of={[
              ['Began', <Time key="began" at={createdAt} seconds />],
              ['Took', <Since key="took" at={createdAt} until={endedAt} />],
              ['Environment', run.environment],
              [
                'Document',
                <span key="hash" className="mono">
                  {run.hash.slice(0, 12)}
                </span>,
              ],
              ...Object.entries(params).map(([name, value]): [string, string] => [
                name,
                String(value),
              ]),
            ]}
          />
        </Card>
      </div>
    </>
  )
}

function Acts({ run }: { run: Run }) {
  const may = useMay('respond')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useAct('runs.cancel', () => setAsking(false))
  const accept = useAct('runs.answer')
  if (isOver(run.state) || !may) return null
  if (run.state === 'proposed')
    return (
      <>
        <Button
          look="primary"
          onClick={() => accept.mutate({ params: { run: run.id }, body: { choice: 'accept' } })}
        >
          Run it
        </Button>
        <Button
          onClick={() =>
            accept.mutate({
              params: { run: run.id },
              body: { choice: 'reject', reason: 'not wanted' },
            })
          }
        >
          Not now
        </Button>
      </>
    )
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        Undo and stop
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Stop this run?"
        note="The step that runs is ended. Every step that can be taken back is taken back, the last one first."
        act="Undo and stop"
        danger
        waits={reason.trim() === '' || cancel.isPending}
        onAct={() => cancel.mutate({ params: { run: run.id }, body: { reason } })}
      >
        <TextArea label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
      </Dialog>
    </>
  )
}
