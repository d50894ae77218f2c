/** Who is called if this begins on Sunday at three and nobody answers: by the model, the rotations and their zones. */
import { useState } from 'react'
import { type Data, useAnswer, useWorkload } from '../../data/index.ts'
import { Answer, Select, Status, TextField, Time } from '../../ui/index.ts'

type Path = Data<'escalations.list'>['paths'][number]
type Call = Data<'escalations.simulate'>['calls'][number]

const PRIORITIES = (['P1', 'P2', 'P3', 'P4', 'P5'] as const).map((value) => ({
  value,
  label: value,
}))

export function Simulator({ paths }: { paths: readonly Path[] }) {
  const workload = useWorkload()
  const [what, setWhat] = useState('')
  const [at, setAt] = useState(nextSundayAtThree)
  const [priority, setPriority] = useState<(typeof PRIORITIES)[number]['value']>('P1')
  const choices = [
    ...paths.map(({ name, title }) => ({ value: `escalation:${name}`, label: `Path: ${title}` })),
    ...paths.flatMap(({ alarms }) =>
      alarms.map((name) => ({ value: `alarm:${name}`, label: `Alarm: ${name}` })),
    ),
  ]
  const chosen = what || (choices[0]?.value ?? '')
  const [kind, name] = [chosen.split(':')[0]!, chosen.slice(chosen.indexOf(':') + 1)]
  const startMs = Date.parse(at)
  const isKnown = chosen !== '' && Number.isFinite(startMs)
  const answer = useAnswer(
    'escalations.simulate',
    {
      query: {
        workload,
        priority,
        ...(isKnown ? { [kind]: name, at: new Date(startMs).toISOString() } : {}),
      },
    },
    { enabled: isKnown },
  )
  if (choices.length === 0)
    return <p className="muted">Declare an escalation; then its way can be walked here.</p>
  return (
    <div className="simulator">
      <Select
        label="If this is raised"
        choices={choices}
        value={chosen}
        onChange={(event) => setWhat(event.target.value)}
      />
      <div className="simulator-when">
        <TextField
          label="at, by your clock"
          type="datetime-local"
          value={at}
          onChange={(event) => setAt(event.target.value)}
        />
        <Select
          label="as"
          choices={PRIORITIES}
          value={priority}
          onChange={(event) => setPriority(event.target.value as typeof priority)}
        />
      </div>
      {isKnown ? (
        <Answer answer={answer}>{({ calls }) => <Calls calls={calls} />}</Answer>
      ) : (
        <p className="muted small">Say when it begins.</p>
      )}
    </div>
  )
}

function Calls({ calls }: { calls: readonly Call[] }) {
  return (
    <ol className="simulated" aria-label="Who would be called, and when">
      {calls.map(({ at, steps, recipients, gaps, leftOut, awaits }) => (
        <li key={`${at}${steps.join()}`}>
          <div className="muted small">
            <Time at={at} seconds />
            <span className="push">
              {steps.length === 0
                ? 'nobody has answered'
                : `step ${steps.join(' and ')}${awaits.length > 0 ? ', all have to acknowledge' : ''}`}
            </span>
          </div>
          {recipients.map(({ to, name, why }) => (
            <div key={to}>
              {name} <span className="muted small">{why}</span>
            </div>
          ))}
          {recipients.length === 0 && <Status kind="crit" word="Nobody would be called" />}
          {gaps.length > 0 && (
            <Status kind="warn" word={`Nobody stands behind ${gaps.join(', ')} then`} />
          )}
          {leftOut.map(({ step, why }) => (
            <div key={step} className="muted small">
              step {step} is left out: {why}
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

/** In the form of a datetime-local field. */
function nextSundayAtThree(): string {
  const at = new Date()
  at.setDate(at.getDate() + (7 - at.getDay()))
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T03:00`
}
