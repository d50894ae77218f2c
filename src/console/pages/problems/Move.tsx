/** The next step of a problem, with what that step stands on. */
import { useState } from 'react'
import { useAct, useAnswer, useWorkload } from '../../data/index.ts'
import { Dialog, Select, TextArea, TextField } from '../../ui/index.ts'
import { type Problem, type ProblemState, STEPS, stateWord } from './words.ts'

export function Move({ problem, onClose }: { problem: Problem; onClose: () => void }) {
  const workload = useWorkload()
  const steps = STEPS[problem.state]
  const [to, setTo] = useState<ProblemState>(steps[0]!)
  const [reason, setReason] = useState('')
  const [cause, setCause] = useState(problem.cause ?? '')
  const [workaround, setWorkaround] = useState(problem.workaround ?? '')
  const [date, setDate] = useState('')
  const [riskOwner, setRiskOwner] = useState(problem.owner)
  const procedures = useAnswer('procedures.list', { query: { workload } })
  const move = useAct('problems.move', onClose)
  const lacks =
    (to === 'diagnosed' && cause.trim().length < 3) ||
    (to === 'known-error' && !workaround) ||
    ((to === 'fix-planned' || to === 'accepted') && !date) ||
    (to === 'accepted' && !riskOwner.trim())
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Move ${problem.name} on`}
      act={`Make it ${stateWord(to).toLowerCase()}`}
      waits={lacks || reason.trim().length < 3 || move.isPending}
      onAct={() =>
        move.mutate({
          params: { problem: problem.name },
          body: {
            ...{ workload, to, reason },
            ...(to === 'diagnosed' ? { cause } : {}),
            ...(to === 'known-error' ? { workaround } : {}),
            ...(to === 'fix-planned' ? { fixBy: date } : {}),
            ...(to === 'accepted' ? { riskOwner, acceptedUntil: date } : {}),
          },
        })
      }
    >
      <Select
        label="To"
        choices={steps.map((state) => ({ value: state, label: stateWord(state) }))}
        value={to}
        onChange={(event) => setTo(event.target.value as ProblemState)}
      />
      {to === 'diagnosed' && (
        <TextArea label="Its cause" value={cause} onChange={(e) => setCause(e.target.value)} />
      )}
      {to === 'known-error' && (
        <Select
          label="What helps meanwhile"
          choices={[
            { value: '', label: 'Choose a procedure' },
            ...(procedures.data ?? []).map(({ id, title }) => ({
              value: `procedure:${id}`,
              label: title,
            })),
          ]}
          value={workaround}
          onChange={(event) => setWorkaround(event.target.value)}
        />
      )}
      {to === 'accepted' && (
        <TextField
          label="Who accepts the risk"
          value={riskOwner}
          onChange={(event) => setRiskOwner(event.target.value)}
        />
      )}
      {(to === 'fix-planned' || to === 'accepted') && (
        <TextField
          label={to === 'accepted' ? 'Until' : 'Fixed by'}
          type="date"
          value={date}
          onChange={(event) => setDate(event.target.value)}
        />
      )}
      <TextArea label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  )
}
