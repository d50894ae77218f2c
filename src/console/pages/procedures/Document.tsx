/** The document as people read it: its steps in order, each with what limits it and what takes it back. */
import { Bot, ClipboardList, Scale, ScanSearch, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { duration } from '../../ui/index.ts'
import { kindWord, type Procedure, type Step } from './words.ts'

const ICONS: Record<string, ReactNode> = {
  promql: <ScanSearch size={14} />,
  cel: <ScanSearch size={14} />,
  decide: <Scale size={14} />,
  approval: <UserRound size={14} />,
  manual: <UserRound size={14} />,
  item: <ClipboardList size={14} />,
}

export function Document({ procedure }: { procedure: Procedure }) {
  const { summary, plan } = procedure
  return (
    <>
      <p className="reading">{summary}</p>
      <ol className="doc-steps">
        {plan.map((step, i) => (
          <li key={step.name}>
            <span className="doc-number" aria-hidden="true">
              {i + 1}
            </span>
            <div className="doc-step">
              <div className="doc-head">
                <h2>
                  {step.kind === 'manual' || step.kind === 'approval' || step.kind === 'item'
                    ? step.body
                    : step.title || step.name}
                </h2>
                <span className="doc-kind">
                  {ICONS[step.kind] ?? <Bot size={14} />} {kindWord(step)}
                </span>
              </div>
              <p className="muted small mono">{step.name}</p>
              {step.lang && <pre className="doc-code">{step.body}</pre>}
              {step.choices.length > 0 && (
                <ul className="doc-choices">
                  {step.choices.map(({ text, to }) => (
                    <li key={text}>
                      {text} <span className="muted">→ {to}</span>
                    </li>
                  ))}
                </ul>
              )}
            </div>
            <Limits step={step} />
          </li>
        ))}
      </ol>
    </>
  )
}

function Limits({ step }: { step: Step }) {
  const {
    rollback,
    verify,
    expect,
    withinMs,
    forMs,
    timeoutMs,
    by,
    idempotent,
    retry,
    on,
    effect,
  } = step
  const lines: readonly [string, ReactNode | false][] = [
    ['Runs', on !== 'flow' && `on ${on}`],
    ['Expects', expect],
    [
      'Within',
      withinMs !== null &&
        `${duration(withinMs)}${forMs > 0 ? `, held for ${duration(forMs)}` : ''}`,
    ],
    ['Undo', rollback],
    ['Verified by', verify],
    ['Asks', by.length > 0 && by.join(', ')],
    ['Retries', retry > 0 && String(retry)],
    ['Time limit', withinMs === null && timeoutMs > 0 && duration(timeoutMs)],
    ['Risk', effect === 'read' ? 'changes nothing' : idempotent && 'safe to repeat'],
  ]
  return (
    <dl className="doc-limits">
      {lines.flatMap(([term, value]) =>
        value
          ? [
              <div key={term}>
                <dt>{term}</dt> <dd>{value}</dd>
              </div>,
            ]
          : [],
      )}
    </dl>
  )
}
