/** A run's steps: their state, what came of them, their last lines, and the buttons that answer a waiting one. */
import { Bot, ClipboardList, Scale, ScanSearch, Undo2, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Data } from '../data/index.ts'
import { Status } from './Status.tsx'
import { StepAnswer } from './StepAnswer.tsx'
import { stepStatus } from './step-words.ts'
import { Since, Time } from './Time.tsx'
import { hourOf } from './time.ts'
import './runsteps.css'

export type RunData = Data<'runs.show'>
export type RunStepData = RunData['steps'][number]

export interface RunStepsProps {
  readonly run: RunData
  /** Output lines of each step; 6 unless told. */
  readonly lines?: number
}

const ICONS: Record<string, ReactNode> = {
  promql: <ScanSearch size={13} />,
  cel: <ScanSearch size={13} />,
  decide: <Scale size={13} />,
  approval: <UserRound size={13} />,
  manual: <UserRound size={13} />,
  item: <ClipboardList size={13} />,
}

export function RunSteps({ run, lines = 6 }: RunStepsProps) {
  return (
    <ol className="run-steps" aria-label={`Steps of ${run.title}`}>
      {run.steps.map((step) => (
        <RunStep
          key={`${step.name}.${step.compensates ?? ''}`}
          run={run}
          step={step}
          lines={lines}
        />
      ))}
    </ol>
  )
}

function RunStep({ run, step, lines }: { run: RunData; step: RunStepData; lines: number }) {
  const { title, kind, state, summary, startedAt, endedAt, retryAt, compensates, attempt } = step
  const { kind: mark, word } = stepStatus(state)
  const isNow = state === 'running' || state === 'waiting' || state === 'uncertain'
  const answered = step.answers.at(-1)
  // Steps of one section share its title; then the name tells them apart.
  const isTwice = run.steps.some((other) => other !== step && other.title === title)
  return (
    <li className={`run-step ${state}${isNow ? ' now' : ''}`}>
      <Status kind={mark} word={word} quiet />
      <div className="run-step-body">
        <div className="run-step-head">
          <span className="run-step-title">
            {title}
            {isTwice && <span className="muted small"> {step.name}</span>}
          </span>
          <span className="muted small run-step-meta">
            {compensates ? (
              <Undo2 size={13} aria-label="Takes back" />
            ) : (
              (ICONS[kind] ?? <Bot size={13} aria-label="Automatic" />)
            )}
            {startedAt && <Since at={startedAt} until={endedAt} />}
          </span>
        </div>
        {isNow && <span className="hidden-visually">{word}</span>}
        {summary && state !== 'waiting' && <p className="run-step-note">{summary}</p>}
        {attempt > 1 && <p className="run-step-note">Attempt {attempt}</p>}
        {retryAt && state === 'failed' && (
          <p className="run-step-note">
            Tried again at <Time at={retryAt} seconds />
          </p>
        )}
        {answered && (
          <p className="run-step-note">
            {nameOf(answered.by)} answered {answered.choice}
            {answered.reason ? `: “${answered.reason}”` : ''}
          </p>
        )}
        {(isNow || state === 'failed') && <Output step={step} lines={lines} />}
        {step.waiting && <StepAnswer run={run.id} step={step} waiting={step.waiting} />}
      </div>
    </li>
  )
}

const nameOf = (actor: string) => actor.slice(actor.indexOf(':') + 1)

function Output({ step, lines }: { step: RunStepData; lines: number }) {
  const shown = step.output.slice(-lines)
  if (!shown.length) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className="run-output" tabIndex={0} aria-label={`Output of ${step.title}`}>
      <pre>
        {shown.map(({ line, at, text, stream }) => (
          <span key={`${stream}${line}`} className={stream}>
            {hourOf(at, true)} {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  )
}
