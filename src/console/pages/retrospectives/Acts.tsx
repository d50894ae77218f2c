/** What people do with a retrospective: record a lesson, propose an improvement, close it. */
import { useState } from 'react'
import { useAct, useWorkload } from '../../data/index.ts'
import { Button, Dialog, Select, TextArea, TextField } from '../../ui/index.ts'

const KINDS = [
  'detection',
  'diagnosis',
  'mitigation',
  'prevention',
  'coordination',
  'luck',
  'success',
] as const

export function Record({ retrospective }: { retrospective: string }) {
  const workload = useWorkload()
  const [open, setOpen] = useState(false)
  const [statement, setStatement] = useState('')
  const [kind, setKind] = useState<(typeof KINDS)[number]>('mitigation')
  const record = useAct('lessons.record', () => {
    setOpen(false)
    setStatement('')
  })
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        Record
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="What was learned?"
        act="Record the lesson"
        waits={statement.trim().length < 3 || record.isPending}
        onAct={() => record.mutate({ body: { workload, statement, kind, retrospective } })}
      >
        <TextArea
          label="In a sentence somebody in another team understands"
          value={statement}
          onChange={(event) => setStatement(event.target.value)}
        />
        <Select
          label="About"
          value={kind}
          onChange={(event) => setKind(event.target.value as typeof kind)}
          choices={KINDS.map((value) => ({ value, label: value }))}
        />
      </Dialog>
    </>
  )
}

export function Propose({ retrospective, owner }: { retrospective: string; owner: string }) {
  const workload = useWorkload()
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState('')
  const [problem, setProblem] = useState('')
  const [hypothesis, setHypothesis] = useState('')
  const propose = useAct('improvements.propose', () => setOpen(false))
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        Propose
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="What should change?"
        act="Propose the improvement"
        waits={
          [title, problem, hypothesis].some((text) => text.trim().length < 3) || propose.isPending
        }
        onAct={() =>
          propose.mutate({ body: { workload, title, problem, hypothesis, owner, retrospective } })
        }
      >
        <TextField
          label="Improvement"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextArea
          label="The problem"
          value={problem}
          onChange={(event) => setProblem(event.target.value)}
        />
        <TextArea
          label="If we do this, then that will change"
          value={hypothesis}
          onChange={(event) => setHypothesis(event.target.value)}
        />
      </Dialog>
    </>
  )
}

export function Close({ retrospective, hasLesson }: { retrospective: string; hasLesson: boolean }) {
  const workload = useWorkload()
  const [open, setOpen] = useState(false)
  const [summary, setSummary] = useState('')
  const [noLesson, setNoLesson] = useState('')
  const close = useAct('retrospectives.close', () => setOpen(false))
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        Close
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Close ${retrospective}?`}
        act={`Close ${retrospective}`}
        waits={
          summary.trim().length < 3 || (!hasLesson && noLesson.trim().length < 3) || close.isPending
        }
        onAct={() =>
          close.mutate({
            params: { retrospective },
            body: { workload, summary, noLesson: noLesson || null },
          })
        }
      >
        <TextArea
          label="Summary"
          value={summary}
          onChange={(event) => setSummary(event.target.value)}
        />
        {!hasLesson && (
          <TextArea
            label="Why there was nothing to learn"
            value={noLesson}
            onChange={(event) => setNoLesson(event.target.value)}
          />
        )}
      </Dialog>
    </>
  )
}
