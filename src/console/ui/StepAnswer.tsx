/** The buttons of a step that waits for a person, with the reason or the value that it asks for. */
import { useState } from 'react'
import { useAct } from '../data/index.ts'
import { Button } from './Button.tsx'
import { TextField } from './Field.tsx'
import type { RunStepData } from './RunSteps.tsx'
import { Time } from './Time.tsx'

interface StepAnswerProps {
  readonly run: string
  readonly step: RunStepData
  readonly waiting: NonNullable<RunStepData['waiting']>
}

const INPUT_TYPES: Record<string, string> = { number: 'number', link: 'url' }

export function StepAnswer({ run, step, waiting }: StepAnswerProps) {
  const [reason, setReason] = useState('')
  const [input, setInput] = useState('')
  const answer = useAct('runs.answer')
  const asksInput = waiting.input !== 'none'
  const give = (choice: string) =>
    answer.mutate({
      params: { run },
      body: { step: step.name, choice, reason: reason.trim() || null, input: input.trim() || null },
    })
  return (
    <div className="step-answer">
      <p>{waiting.prompt}</p>
      {waiting.until && (
        <p className="small muted">
          Until <Time at={waiting.until} seconds />
        </p>
      )}
      {!waiting.mayAnswer ? (
        <p className="small muted">
          Asked of {waiting.by.length ? waiting.by.join(', ') : 'whoever may respond'}.
        </p>
      ) : (
        <>
          {asksInput && (
            <TextField
              label="What the step asks for"
              type={INPUT_TYPES[waiting.input] ?? 'text'}
              value={input}
              onChange={(event) => setInput(event.target.value)}
            />
          )}
          {waiting.for !== 'manual' && (
            <TextField
              label="Reason, for the record"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
          <div className="row">
            {waiting.choices.map(({ choice, label }, i) => (
              <Button
                key={choice}
                look={i === 0 ? 'primary' : 'default'}
                disabled={answer.isPending || (asksInput && !input.trim() && i === 0)}
                onClick={() => give(choice)}
              >
                {label}
              </Button>
            ))}
          </div>
        </>
      )}
    </div>
  )
}
