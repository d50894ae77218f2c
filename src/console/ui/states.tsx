/** The states of a panel besides its data: loading, empty, stale, failed, no permission, too much. */
import { type ReactNode, useEffect, useState } from 'react'
import { ApiError, Unreachable } from '#api/client'
import { Button } from './Button.tsx'
import { Status } from './Status.tsx'
import { ago } from './time.ts'
import './states.css'

/** Grey bars, after 300 ms, so that a quick answer does not flicker. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="loading" data-state="loading" data-late={late}>
      <span className="hidden-visually">Loading</span>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity
        <div key={i} style={{ width: `${[60, 92, 78, 84][i % 4]}%` }} />
      ))}
    </div>
  )
}

export interface EmptyProps {
  /** "No drill has been run yet". */
  readonly title: string
  /** One sentence on what this is for. */
  readonly children?: ReactNode
  /** The first step, as a button. */
  readonly action?: ReactNode
  /** The command that does the same. */
  readonly command?: string
}

export function Empty({ title, children, action, command }: EmptyProps) {
  return (
    <div className="state" data-state="empty">
      <p className="state-title">{title}</p>
      {children && <p>{children}</p>}
      {(action || command) && (
        <div className="row">
          {action}
          {command && <code className="muted">{command}</code>}
        </div>
      )}
    </div>
  )
}

/** A line above the last answer: how old it is, and why. */
export function Stale({ since, reason, retry }: { since: number; reason: string; retry(): void }) {
  return (
    <div className="state stale" data-state="stale">
      <div className="row">
        <Status kind="unk" word={`Stale, ${ago(since)}`} />
        <span className="muted small">{reason}</span>
        <Button small className="button small-control push" onClick={retry}>
          Retry
        </Button>
      </div>
    </div>
  )
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, detail, code } = explain(error)
  const again = isUnloaded(error) ? () => window.location.reload() : retry
  return (
    <div className="state" data-state="failed" role="alert">
      <p className="state-title">
        <Status kind="crit" word="Could not be shown" /> {title}
      </p>
      {detail && <p>{detail}</p>}
      {code && <code className="muted">{code}</code>}
      <div className="row">
        {again && (
          <Button small onClick={again}>
            Try again
          </Button>
        )}
        {code && (
          <Button small onClick={() => void navigator.clipboard?.writeText(`${title} ${code}`)}>
            Copy details
          </Button>
        )}
      </div>
    </div>
  )
}

export function NoPermission({ what }: { what?: string }) {
  return (
    <div className="state" data-state="no-permission">
      <p className="state-title">
        <Status kind="unk" word="Not allowed" /> {what ?? 'Your role does not allow this.'}
      </p>
      <p>An administrator can change your role: opsplane account save NAME --role responder</p>
    </div>
  )
}

/** Below the first rows of a list that is longer. */
export function TooMuch({ shown, of }: { shown: number; of?: number }) {
  return (
    <p className="too-much muted small" data-state="too-much">
      The first {shown}
      {of ? ` of ${of.toLocaleString('en')}` : ''} are shown. Filter to see others.
    </p>
  )
}

/** A part of the console itself did not arrive: only a fresh page brings it. */
function isUnloaded(error: unknown): boolean {
  return /preload CSS|dynamically imported module|module script/i.test(String(error))
}

function explain(error: unknown): { title: string; detail?: string; code?: string } {
  if (error instanceof ApiError) {
    const { detail, hint, code, requestId } = error.problem
    return {
      title: detail,
      ...(hint ? { detail: hint } : {}),
      code: `${code}${requestId ? ` · request ${requestId}` : ''}`,
    }
  }
  if (error instanceof Unreachable)
    return {
      title: 'Opsplane does not answer.',
      detail: 'The workload itself is not affected. Check that the server runs, then try again.',
    }
  if (isUnloaded(error))
    return {
      title: 'This page could not be loaded.',
      detail: 'Opsplane does not answer, or a newer version of it runs now.',
    }
  return {
    title: 'This part of the page failed.',
    detail: String((error as Error)?.message ?? error),
  }
}
