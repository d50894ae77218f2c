/** Asks for a silence of one alarm, or of what conditions on labels say: how long, why, and what it would have hidden. */
import { useState } from 'react'
import { tell, useAct, useWorkload } from '../../data/index.ts'
import { Choices, Dialog, TextField } from '../../ui/index.ts'
import { Preview } from './Preview.tsx'
import './silences.css'

const PRESETS = ['30m', '2h', '8h', '24h'].map((value) => ({
  value,
  label: value.replace('m', ' min').replace('h', ' h'),
}))

export function Ask({
  alarm,
  onClose,
}: {
  alarm?: { name: string; title: string }
  onClose: () => void
}) {
  const workload = useWorkload()
  const [lasts, setLasts] = useState('2h')
  const [reason, setReason] = useState('')
  const [change, setChange] = useState('')
  const [conditions, setConditions] = useState('')
  // What is being typed is not asked about yet: each question is on record.
  const [typed, setTyped] = useState('')
  const matchers = alarm ? [`alarm="${alarm.name}"`] : splitConditions(typed)
  const create = useAct('silences.create', ({ activeUntil }) => {
    tell(
      `Quiet until ${new Date(activeUntil ?? 0).toLocaleString('en-GB', { timeStyle: 'short', dateStyle: 'medium' })}`,
    )
    onClose()
  })
  const isTold = matchers.length > 0
  const asked = { workload, matchers, lasts }
  return (
    <Dialog
      open
      onClose={onClose}
      title={alarm ? `Silence "${alarm.title}"?` : 'Silence which alarms?'}
      note="It is looked at and shown as before; nobody is told. Whoever was told already is told of its end. What is still raised when the silence ends is told then."
      act={`Silence for ${PRESETS.find(({ value }) => value === lasts)?.label}`}
      waits={!isTold || reason.trim().length < 3 || create.isPending}
      onAct={() =>
        create.mutate({
          body: { ...asked, reason: reason.trim(), change: change.trim() || null },
        })
      }
    >
      {!alarm && (
        <TextField
          label="Conditions on labels"
          hint={'All of them hold: severity="warning", alarm=~"checkout-.*"'}
          value={conditions}
          onChange={(event) => setConditions(event.target.value)}
          onBlur={() => setTyped(conditions)}
        />
      )}
      <Choices label="How long" value={lasts} onChange={setLasts} choices={PRESETS} />
      <TextField
        label="Why"
        hint="Whoever misses the alarm reads it."
        required
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        label="Link to the change, if there is one"
        value={change}
        onChange={(event) => setChange(event.target.value)}
      />
      {isTold && <Preview asked={asked} />}
    </Dialog>
  )
}

/** A comma within quotes belongs to the value. */
function splitConditions(text: string): string[] {
  return (text.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [])
    .map((one) => one.trim())
    .filter(Boolean)
}
