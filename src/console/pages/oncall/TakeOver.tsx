/** Asks who takes the place of whoever is on call, from when, until when and why. */
import { useState } from 'react'
import { type Data, tell, useAct, useWorkload } from '../../data/index.ts'
import { Dialog, Select, TextField } from '../../ui/index.ts'

type Rotation = Data<'oncall.show'>['rotations'][number]

const HOUR_MS = 3_600_000

export function TakeOver({ rotation, onClose }: { rotation: Rotation; onClose: () => void }) {
  const workload = useWorkload()
  const { people, now, title } = rotation
  const [person, setPerson] = useState(
    (people.find(({ ref }) => ref !== now?.ref) ?? people[0]!).ref,
  )
  const [from, setFrom] = useState(() => localOf(Date.now()))
  const [to, setTo] = useState(() => localOf(Date.now() + 8 * HOUR_MS))
  const [reason, setReason] = useState('')
  const override = useAct('oncall.override', () => {
    tell(`${people.find(({ ref }) => ref === person)?.name} takes over`)
    onClose()
  })
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const isWrong = !(fromMs < toMs) || toMs < Date.now()
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Who takes over "${title}"?`}
      note="They are called instead of whose turn it is. Times are by your clock."
      act="Take over"
      waits={isWrong || reason.trim().length < 3 || override.isPending}
      onAct={() =>
        override.mutate({
          body: {
            ...{ workload, rotation: `rotation:${rotation.name}`, person, reason: reason.trim() },
            from: new Date(fromMs).toISOString(),
            to: new Date(toMs).toISOString(),
          },
        })
      }
    >
      <Select
        label="Who"
        choices={people.map(({ ref, name }) => ({ value: ref, label: name }))}
        value={person}
        onChange={(event) => setPerson(event.target.value)}
      />
      <TextField
        label="From"
        type="datetime-local"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <TextField
        label="Until"
        type="datetime-local"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  )
}

/** In the form of a datetime-local field. */
function localOf(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000
  return new Date(ms - offsetMs).toISOString().slice(0, 16)
}
