/** The chain of causes in the words of a person: trigger, vulnerability, why not caught, why so large. */
import { useState } from 'react'
import { type Data, useAct, useWorkload } from '../../data/index.ts'
import { Dialog, Select, TextField } from '../../ui/index.ts'

const NONE = ''
const QUESTIONS = [
  ['trigger', 'What set it off'],
  ['vulnerability', 'What made that possible'],
  ['notCaught', 'Why it was not caught before'],
  ['reach', 'Why the impact was as large as it was'],
] as const

export function Confirm({
  incident,
  causes,
  onClose,
}: {
  incident: string
  causes: Data<'causes.show'>
  onClose: () => void
}) {
  const workload = useWorkload()
  const suspects = (causes.resolved ?? causes.declared)?.suspects ?? []
  const [suspect, setSuspect] = useState(causes.confirmed?.suspect ?? suspects[0]?.name ?? NONE)
  const [chain, setChain] = useState(
    causes.confirmed ?? { trigger: '', vulnerability: '', notCaught: '', reach: '' },
  )
  const confirm = useAct('causes.confirm', onClose)
  const isIncomplete = QUESTIONS.some(([name]) => chain[name].trim().length < 3)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`What was the cause of ${incident}?`}
      note="It is on record under your name, and is offered when an incident like this one opens."
      act="Confirm the cause"
      waits={isIncomplete || confirm.isPending}
      onAct={() => {
        const { trigger, vulnerability, notCaught, reach } = chain
        confirm.mutate({
          params: { incident },
          body: {
            ...{ workload, trigger, vulnerability, notCaught, reach },
            suspect: suspect === NONE ? null : suspect,
          },
        })
      }}
    >
      <Select
        label="Whom of the suspects it was"
        choices={[
          ...suspects.map(({ name, title }) => ({ value: name, label: title })),
          { value: NONE, label: 'None of them' },
        ]}
        value={suspect}
        onChange={(event) => setSuspect(event.target.value)}
      />
      {QUESTIONS.map(([name, label]) => (
        <TextField
          key={name}
          label={label}
          value={chain[name]}
          onChange={(event) => setChain({ ...chain, [name]: event.target.value })}
        />
      ))}
    </Dialog>
  )
}
