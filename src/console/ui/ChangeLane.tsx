/** What changed: one lane of releases, configuration, drills and incidents, on the time axis of the charts. */
import { Link } from '@tanstack/react-router'
import { BookCheck, FlaskConical, Rocket, Siren, Undo2, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { hourOf } from './time.ts'
import './changelane.css'

export type ChangeKind = 'release' | 'configuration' | 'drill' | 'incident' | 'procedure' | 'undo'

export interface LaneChange {
  readonly key: string
  readonly kind: ChangeKind
  readonly atMs: number
  /** When it ended; null while it goes on. Draws a span. */
  readonly untilMs?: number | null
  /** "payments-api 4.18.2". */
  readonly words: string
  /** Where it leads. */
  readonly to?: string
}

const ICONS: Record<ChangeKind, ReactNode> = {
  release: <Rocket size={13} />,
  configuration: <Wrench size={13} />,
  drill: <FlaskConical size={13} />,
  incident: <Siren size={13} />,
  procedure: <BookCheck size={13} />,
  undo: <Undo2 size={13} />,
}

export function ChangeLane({
  changes,
  fromMs,
  toMs,
}: {
  changes: readonly LaneChange[]
  fromMs: number
  toMs: number
}) {
  const percent = (ms: number) =>
    Math.min(100, Math.max(0, ((ms - fromMs) / (toMs - fromMs)) * 100))
  const shown = changes.filter(({ atMs, untilMs }) => (untilMs ?? toMs) >= fromMs && atMs <= toMs)
  let free = [-100, -100]
  return (
    <ol className="change-lane" aria-label="What changed">
      {shown.map(({ key, kind, atMs, untilMs, words, to }) => {
        const left = percent(atMs)
        // Words go to the first of two lines with room, and are for the title alone when there is none.
        const line = free.findIndex((end) => left - end > 1)
        if (line >= 0)
          free = free.map((end, i) => (i === line ? left + words.length * 0.72 + 3 : end))
        return (
          <li key={key} className={kind} style={{ left: `${left}%` }}>
            <span className="lane-mark" title={`${hourOf(atMs)} ${words}`} aria-hidden="true">
              {ICONS[kind]}
            </span>
            <span
              className={
                line < 0 ? 'hidden-visually' : `lane-words line-${line}${left > 85 ? ' back' : ''}`
              }
            >
              <span className="hidden-visually">{hourOf(atMs)} </span>
              {to ? <Link to={to}>{words}</Link> : words}
            </span>
            {untilMs !== undefined && (
              <span
                className="lane-span"
                style={{ width: `calc((100cqw) * ${(percent(untilMs ?? toMs) - left) / 100})` }}
              />
            )}
          </li>
        )
      })}
    </ol>
  )
}
