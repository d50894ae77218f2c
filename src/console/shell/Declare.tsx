/** Declares an incident by hand, from anywhere. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useHref, useWorkload } from '../data/index.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Select, TextField } from '../ui/Field.tsx'

const SEVERITIES = [
  { value: 'critical', label: 'Critical: customers or the business are harmed now' },
  { value: 'warning', label: 'Warning: needs a person today' },
  { value: 'info', label: 'Information: worth knowing' },
]

export function Declare({ open, onClose }: { open: boolean; onClose: () => void }) {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const [severity, setSeverity] = useState('critical')
  const declare = useAct('incidents.declare', (incident) => {
    setTitle('')
    onClose()
    void navigate({ to: href(`incidents/${incident.name}`) })
  })
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Declare an incident"
      note="The owner is told at once, and everything that happens is written down from now on."
      act="Declare incident"
      danger
      waits={title.trim().length < 3 || declare.isPending}
      onAct={() =>
        declare.mutate({
          body: { workload, title: title.trim(), severity: severity as 'critical' },
        })
      }
    >
      <TextField
        label="What is wrong, for whom"
        hint="“Checkout is slow for shoppers in the EU”"
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
        autoFocus
      />
      <Select
        label="How bad"
        choices={SEVERITIES}
        value={severity}
        onChange={(event) => setSeverity(event.target.value)}
      />
    </Dialog>
  )
}
