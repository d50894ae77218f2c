/** What is asked before something is said about the work on an incident: one question at a time. */
import { useState } from 'react'
import { type Data, useAct, useAnswer, useWorkload } from '../../data/index.ts'
import { actorName, Dialog, Select, TextArea, TextField } from '../../ui/index.ts'

type Response = Data<'response.show'>
type Role = Response['roles'][number]['role']

export type WorkQuestion =
  | { readonly kind: 'move'; readonly phase: Response['phase'] }
  | { readonly kind: 'role'; readonly role: Role; readonly holder: string | null }
  | { readonly kind: 'task' }
  | { readonly kind: 'ask' }
  | {
      readonly kind: 'decide'
      readonly decision: string
      readonly question: string
      readonly options: readonly string[]
    }

interface AskedProps<Kind extends WorkQuestion['kind']> {
  readonly question: Extract<WorkQuestion, { kind: Kind }>
  readonly incident: string
  readonly onClose: () => void
}

export function WorkAsked({ question, ...rest }: AskedProps<WorkQuestion['kind']>) {
  switch (question.kind) {
    case 'move':
      return <Move question={question} {...rest} />
    case 'role':
      return <TakeRole question={question} {...rest} />
    case 'task':
      return <AddTask question={question} {...rest} />
    case 'ask':
      return <Ask question={question} {...rest} />
    case 'decide':
      return <Decide question={question} {...rest} />
  }
}

const PHASES = ['triaged', 'investigating', 'identified', 'mitigating', 'monitoring'] as const

function Move({ question, incident, onClose }: AskedProps<'move'>) {
  const workload = useWorkload()
  const at = PHASES.findIndex((one) => question.phase.startsWith(one))
  const next = PHASES[at + 1] ?? 'monitoring'
  const [to, setTo] = useState<(typeof PHASES)[number]>(next)
  const [reason, setReason] = useState('')
  const move = useAct('response.move', onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`How far is ${incident}?`}
      note="Going back is fine: say why."
      act={`It is ${to}`}
      waits={to === question.phase || reason.trim().length < 3 || move.isPending}
      onAct={() => move.mutate({ params: { incident }, body: { workload, to, reason } })}
    >
      <Select
        label="It is"
        choices={PHASES.map((phase) => ({ value: phase, label: phase }))}
        value={to}
        onChange={(event) => setTo(event.target.value as typeof to)}
      />
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  )
}

function TakeRole({ question: { role, holder }, incident, onClose }: AskedProps<'role'>) {
  const workload = useWorkload()
  const people = useAnswer('oncall.show', { query: { workload } })
  const [person, setPerson] = useState('')
  const [note, setNote] = useState('')
  const take = useAct('response.role', onClose)
  const known = new Map(
    (people.data?.rotations ?? []).flatMap(({ people: all }) => all).map((one) => [one.ref, one]),
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={holder ? `Hand ${role} over from ${actorName(holder)}?` : `Take ${role}?`}
      act={holder ? 'Hand over' : `Take ${role}`}
      waits={take.isPending}
      onAct={() =>
        take.mutate({
          params: { incident },
          body: {
            ...{ workload, role },
            ...(person ? { person } : {}),
            ...(note.trim() ? { note } : {}),
          },
        })
      }
    >
      <Select
        label="Who takes it"
        choices={[
          { value: '', label: 'I do' },
          ...[...known.values()].map(({ ref, name }) => ({ value: ref, label: name })),
        ]}
        value={person}
        onChange={(event) => setPerson(event.target.value)}
      />
      {holder && (
        <TextArea
          label="What has to be known"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      )}
    </Dialog>
  )
}

function AddTask({ incident, onClose }: AskedProps<'task'>) {
  const workload = useWorkload()
  const [text, setText] = useState('')
  const add = useAct('response.add-task', onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title="What is to be done?"
      act="Add it"
      waits={text.trim().length < 3 || add.isPending}
      onAct={() => add.mutate({ params: { incident }, body: { workload, text } })}
    >
      <TextField label="Task" value={text} onChange={(event) => setText(event.target.value)} />
    </Dialog>
  )
}

function Ask({ incident, onClose }: AskedProps<'ask'>) {
  const workload = useWorkload()
  const [question, setQuestion] = useState('')
  const [options, setOptions] = useState('yes, no')
  const [risk, setRisk] = useState('')
  const [askedOf, setAskedOf] = useState('')
  const ask = useAct('response.ask', onClose)
  const choices = options
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  return (
    <Dialog
      open
      onClose={onClose}
      title="What is to be decided?"
      act="Ask for it"
      waits={question.trim().length < 3 || choices.length < 2 || ask.isPending}
      onAct={() =>
        ask.mutate({
          params: { incident },
          body: {
            ...{ workload, question, options: choices },
            ...(risk.trim() ? { risk } : {}),
            ...(askedOf.trim() ? { askedOf: askedOf.trim() } : {}),
          },
        })
      }
    >
      <TextField
        label="Question"
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
      />
      <TextField
        label="What may be chosen"
        hint="Separated by commas"
        value={options}
        onChange={(event) => setOptions(event.target.value)}
      />
      <TextField
        label="What it may cost"
        value={risk}
        onChange={(event) => setRisk(event.target.value)}
      />
      <TextField
        label="Of whom"
        hint="person:name or team:name; left empty it is for whoever responds"
        value={askedOf}
        onChange={(event) => setAskedOf(event.target.value)}
      />
    </Dialog>
  )
}

function Decide({ question: asked, incident, onClose }: AskedProps<'decide'>) {
  const workload = useWorkload()
  const [choice, setChoice] = useState(asked.options[0] ?? '')
  const [reason, setReason] = useState('')
  const decide = useAct('response.decide', onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title={asked.question}
      note="It is on record under your name."
      act={`Decide: ${choice}`}
      waits={reason.trim().length < 3 || decide.isPending}
      onAct={() =>
        decide.mutate({
          params: { incident },
          body: { workload, decision: asked.decision, choice, reason },
        })
      }
    >
      <Select
        label="Choice"
        choices={asked.options.map((one) => ({ value: one, label: one }))}
        value={choice}
        onChange={(event) => setChoice(event.target.value)}
      />
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  )
}
