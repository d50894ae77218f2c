/** The life of a thing as stages from left to right: what is done, what is now, what is to come. */
import type { ReactNode } from 'react'
import { Status, type StatusKind } from './Status.tsx'
import './stepper.css'

export interface Stage {
  readonly title: string
  readonly state: 'done' | 'now' | 'later'
  /** `13:52:08`, `+2 min 14 s`, `since 14:27`. */
  readonly note?: ReactNode
}

const KIND: Record<Stage['state'], StatusKind | undefined> = {
  done: 'ok',
  now: 'run',
  later: undefined,
}

export function Stepper({ stages, label }: { stages: readonly Stage[]; label: string }) {
  return (
    <ol className="stepper" aria-label={label}>
      {stages.map(({ title, state, note }) => {
        const kind = KIND[state]
        return (
          <li
            key={title}
            className={state}
            {...(state === 'now' ? { 'aria-current': 'step' } : {})}
          >
            {kind ? <Status kind={kind} word={title} /> : <span className="small">{title}</span>}{' '}
            {note && <span className="small muted">{note}</span>}
          </li>
        )
      })}
    </ol>
  )
}
