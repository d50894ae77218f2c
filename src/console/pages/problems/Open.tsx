/** Opens a problem by hand. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useHref, useWorkload } from '../../data/index.ts'
import { Dialog, TextArea, TextField } from '../../ui/index.ts'

export function Open({ incident, onClose }: { incident?: string; onClose: () => void }) {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const open = useAct('problems.open', ({ name }) => {
    onClose()
    void navigate({ to: href(`problems/${name}`) })
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={incident ? `Open a problem for ${incident}?` : 'Open a problem?'}
      note="It stays until its cause is gone, or somebody accepts to live with it."
      act="Open the problem"
      waits={title.trim().length < 3 || reason.trim().length < 3 || open.isPending}
      onAct={() =>
        open.mutate({
          body: { workload, title, reason, incidents: incident ? [incident] : [] },
        })
      }
    >
      <TextField
        label="What keeps happening"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <TextArea
        label="Why it cannot be resolved now"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  )
}
