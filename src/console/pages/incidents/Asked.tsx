/** What is asked before an act on an incident: the priority and why, how one knows that it is over. */
import { useState } from 'react'
import { useAct, useWorkload } from '../../data/index.ts'
import { Dialog, Select, TextField } from '../../ui/index.ts'
import type { IncidentDetail } from './words.ts'

export type Question = 'priority' | 'resolve'

export function Asked({
  question,
  incident,
  onClose,
}: {
  question: Question
  incident: IncidentDetail
  onClose: () => void
}) {
  if (question === 'priority') return <Prioritise incident={incident} onClose={onClose} />
  return <Resolve incident={incident} onClose={onClose} />
}

const PRIORITIES = [
  { value: 'P1', label: 'P1, the most urgent' },
  { value: 'P2', label: 'P2' },
  { value: 'P3', label: 'P3' },
  { value: 'P4', label: 'P4' },
  { value: 'P5', label: 'P5, the least urgent' },
]

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
