/** What is asked before help is called otherwise: now, later, or others; and the number a third party gave. */
import { useState } from 'react'
import { tell, useAct, useAnswer, useWorkload } from '../../data/index.ts'
import { Choices, Dialog, Select, TextField } from '../../ui/index.ts'
import { bare, type IncidentDetail } from './words.ts'

export type CallQuestion = 'escalate' | 'snooze' | 'reassign' | 'case'

interface Asked {
  readonly incident: IncidentDetail
  readonly onClose: () => void
}

export function CallAsked({ question, ...asked }: Asked & { question: CallQuestion }) {
  if (question === 'escalate') return <Escalate {...asked} />
  if (question === 'snooze') return <Snooze {...asked} />
  if (question === 'reassign') return <Reassign {...asked} />
  return <Case {...asked} />
}

function Escalate({ incident: { name, escalation }, onClose }: Asked) {
  const workload = useWorkload()
  const steps = escalation?.steps ?? []
  const next = steps.findIndex(({ executedAt }) => executedAt === null)
  const [step, setStep] = useState(String(next < 0 ? 1 : next + 1))
  const [reason, setReason] = useState('')
  const escalate = useAct('incidents.escalate', () => {
    tell('Help is called')
    onClose()
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Call help for ${name} now?`}
      note="The step is called at once; those after it follow in their time. One that was called already is called again, and all after it."
      act="Call them"
      waits={reason.trim().length < 3 || escalate.isPending}
      onAct={() =>
        escalate.mutate({
          params: { incident: name },
          body: { workload, step, reason: reason.trim() },
        })
      }
    >
      <Select
        label="Whom"
        choices={steps.map(({ name: title, notify, executedAt }, i) => ({
          value: String(i + 1),
          label: `${title ?? `Step ${i + 1}`}: ${notify.map(bare).join(', ')}${executedAt ? ' (called)' : ''}`,
        }))}
        value={step}
        onChange={(event) => setStep(event.target.value)}
      />
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  )
}

const PAUSES = [
  { value: '15', label: '15 min' },
  { value: '30', label: '30 min' },
  { value: '60', label: '1 h' },
  { value: '240', label: '4 h' },
]

function Snooze({ incident: { name }, onClose }: Asked) {
  const workload = useWorkload()
  const [minutes, setMinutes] = useState('30')
  const [reason, setReason] = useState('')
  const snooze = useAct('incidents.snooze', onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Let ${name} wait?`}
      note="Nobody is called meanwhile; then all of it begins anew. If it becomes more urgent, it wakes at once."
      act={`Wait ${PAUSES.find(({ value }) => value === minutes)!.label}`}
      waits={reason.trim().length < 3 || snooze.isPending}
      onAct={() =>
        snooze.mutate({
          params: { incident: name },
          body: {
            workload,
            until: new Date(Date.now() + Number(minutes) * 60_000).toISOString(),
            reason: reason.trim(),
          },
        })
      }
    >
      <Choices label="How long" value={minutes} onChange={setMinutes} choices={PAUSES} />
      <TextField
        label="Why it may wait"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  )
}

function Reassign({ incident: { name }, onClose }: Asked) {
  const workload = useWorkload()
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const oncall = useAnswer('oncall.show', { query: { workload } })
  const reassign = useAct('incidents.reassign', onClose)
  const { escalations = [], rotations = [] } = oncall.data ?? {}
  const people = new Map(
    rotations.flatMap(({ people: all }) => all.map((one) => [one.ref, one.name] as const)),
  )
  const choices = [
    ...escalations.map((one) => ({ value: `escalation:${one.name}`, label: `Path: ${one.title}` })),
    ...rotations.map((one) => ({ value: `rotation:${one.name}`, label: `On call: ${one.title}` })),
    ...[...people].map(([value, label]) => ({ value, label })),
  ]
  const chosen = to || (choices[0]?.value ?? '')
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Hand ${name} to others?`}
      note="They are called now, and nobody of the present path any more."
      act="Hand over"
      waits={chosen === '' || reason.trim().length < 3 || reassign.isPending}
      onAct={() =>
        reassign.mutate({
          params: { incident: name },
          body: { workload, to: chosen, reason: reason.trim() },
        })
      }
    >
      <Select
        label="To"
        choices={choices}
        value={chosen}
        onChange={(event) => setTo(event.target.value)}
      />
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  )
}

function Case({ incident: { name, escalation }, onClose }: Asked) {
  const workload = useWorkload()
  const parties = escalation?.parties ?? []
  const waiting = parties.find((one) => one.case === null) ?? parties[0]!
  const [party, setParty] = useState(waiting.party)
  const [number, setNumber] = useState('')
  const record = useAct('incidents.case', onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title="Which number did they give?"
      note="With it they have acknowledged: nobody is called in their place."
      act="Write it down"
      waits={number.trim() === '' || record.isPending}
      onAct={() =>
        record.mutate({
          params: { incident: name },
          body: { workload, party, case: number.trim() },
        })
      }
    >
      <Select
        label="Who"
        choices={parties.map((one) => ({ value: one.party, label: one.title }))}
        value={party}
        onChange={(event) => setParty(event.target.value)}
      />
      <TextField
        label="Case number"
        value={number}
        autoFocus
        onChange={(event) => setNumber(event.target.value)}
      />
    </Dialog>
  )
}
