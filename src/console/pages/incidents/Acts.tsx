/** What a person does on an incident, each with its question: acknowledge, note, priority, resolve. */
import { CircleCheck, Hand, MessageSquarePlus, SlidersHorizontal } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useAct, useMay, useWorkload } from '../../data/index.ts'
import { useKeys } from '../../shell/keys.ts'
import { Button, Dialog, Select, TextArea, TextField, tell } from '../../ui/index.ts'
import type { IncidentDetail } from './words.ts'

type Asked = 'note' | 'priority' | 'resolve' | undefined

const PRIORITIES = [
  { value: 'P1', label: 'P1, the most urgent' },
  { value: 'P2', label: 'P2' },
  { value: 'P3', label: 'P3' },
  { value: 'P4', label: 'P4' },
  { value: 'P5', label: 'P5, the least urgent' },
]

export function Acts({ incident }: { incident: IncidentDetail }) {
  const workload = useWorkload()
  const may = useMay('respond')
  const [asked, setAsked] = useState<Asked>()
  const { name, state, acknowledgedAt } = incident
  const params = { incident: name }
  const acknowledge = useAct('incidents.acknowledge', () => tell(`You are on ${name}`))
  const take = acknowledge.mutate
  const isOpen = state === 'open'
  const canTake = may && isOpen && !acknowledgedAt
  const keys = useMemo(
    () => ({
      ...(may ? { n: () => setAsked('note') } : {}),
      ...(canTake ? { a: () => take({ params: { incident: name }, body: { workload } }) } : {}),
    }),
    [may, canTake, take, name, workload],
  )
  useKeys(keys)
  if (!may) return <span className="muted small">Your role may read, not respond.</span>
  const close = () => setAsked(undefined)
  return (
    <>
      {canTake && (
        <Button
          look="primary"
          icon={<Hand size={14} />}
          disabled={acknowledge.isPending}
          onClick={() => take({ params, body: { workload } })}
        >
          Acknowledge
        </Button>
      )}
      <Button icon={<MessageSquarePlus size={14} />} onClick={() => setAsked('note')}>
        Add note
      </Button>
      {isOpen && (
        <>
          <Button icon={<SlidersHorizontal size={14} />} onClick={() => setAsked('priority')}>
            Priority
          </Button>
          <Button
            look={canTake ? 'default' : 'primary'}
            icon={<CircleCheck size={14} />}
            onClick={() => setAsked('resolve')}
          >
            Resolve
          </Button>
        </>
      )}
      {asked === 'note' && <Note name={name} onClose={close} />}
      {asked === 'priority' && <Prioritise incident={incident} onClose={close} />}
      {asked === 'resolve' && <Resolve incident={incident} onClose={close} />}
    </>
  )
}

function Note({ name, onClose }: { name: string; onClose: () => void }) {
  const workload = useWorkload()
  const [text, setText] = useState('')
  const note = useAct('incidents.note', onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Add a note to ${name}`}
      act="Add note"
      waits={!text.trim() || note.isPending}
      onAct={() =>
        note.mutate({ params: { incident: name }, body: { workload, text: text.trim() } })
      }
    >
      <TextArea
        label="What you see, think or did"
        hint="It stands in the timeline with your name, and in the retrospective later."
        value={text}
        autoFocus
        onChange={(event) => setText(event.target.value)}
      />
    </Dialog>
  )
}

function Prioritise({ incident, onClose }: { incident: IncidentDetail; onClose: () => void }) {
  const workload = useWorkload()
  const { name } = incident
  const [priority, setPriority] = useState(incident.priority)
  const [reason, setReason] = useState('')
  const prioritise = useAct('incidents.prioritise', onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Change the priority of ${name}`}
      note={`It is ${incident.priority}: ${incident.priorityReason}. Your choice takes the place of the computed one.`}
      act={`Make it ${priority}`}
      waits={priority === incident.priority || reason.trim().length < 3 || prioritise.isPending}
      onAct={() =>
        prioritise.mutate({
          params: { incident: name },
          body: { workload, priority, reason: reason.trim() },
        })
      }
    >
      <Select
        label="Priority"
        choices={PRIORITIES}
        value={priority}
        onChange={(event) => setPriority(event.target.value as typeof priority)}
      />
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  )
}

function Resolve({ incident, onClose }: { incident: IncidentDetail; onClose: () => void }) {
  const workload = useWorkload()
  const { name, alarms } = incident
  const [reason, setReason] = useState('')
  const resolve = useAct('incidents.resolve', onClose)
  const raised = alarms.filter(({ clearedAt }) => !clearedAt)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Resolve ${name}?`}
      note={
        raised.length
          ? `${raised.map(({ title }) => title).join(', ')} is still raised. Whoever was called is told that it is over.`
          : 'Whoever was called is told that it is over. A retrospective can be written next.'
      }
      act={`Resolve ${name}`}
      keep="Keep it open"
      waits={reason.trim().length < 3 || resolve.isPending}
      onAct={() =>
        resolve.mutate({ params: { incident: name }, body: { workload, reason: reason.trim() } })
      }
    >
      <TextField
        label="How you know that it is over"
        value={reason}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  )
}
