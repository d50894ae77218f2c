/**
 * The only way to draw a status: shape, word and colour, never colour alone. Six silhouettes differ
 * without colour, and the word is required.
 */
import './status.css'

export type StatusKind = 'ok' | 'warn' | 'crit' | 'info' | 'run' | 'unk'

export interface StatusProps {
  readonly kind: StatusKind
  /** What it means here: "Healthy", "Below range", "Step 5 of 7". */
  readonly word: string
  /** On a ground of its colour. */
  readonly pill?: boolean
  /** The word is for screen readers alone, where the text beside it says the same. */
  readonly quiet?: boolean
}

export function Status({ kind, word, pill, quiet }: StatusProps) {
  return (
    <span className={`status ${kind}${pill ? ' pill' : ''}`} title={quiet ? word : undefined}>
      <Mark kind={kind} />
      <span className={quiet ? 'hidden-visually' : 'word'}>{word}</span>
    </span>
  )
}

const STROKE = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, strokeLinecap: 'round' }

function Mark({ kind }: { kind: StatusKind }) {
  return (
    <svg className={`mark${kind === 'run' ? ' turns' : ''}`} viewBox="0 0 14 14" aria-hidden="true">
      {SHAPES[kind]}
    </svg>
  )
}

const SHAPES = {
  ok: (
    <g {...(STROKE as object)}>
      <circle cx="7" cy="7" r="5.8" />
      <path d="m4.4 7.2 1.8 1.8 3.5-3.8" strokeLinejoin="round" />
    </g>
  ),
  warn: (
    <>
      <path
        d="M7 .9c.5 0 .9.3 1.1.7l5.2 9.6c.5.9-.1 1.9-1.1 1.9H1.8c-1 0-1.6-1-1.1-1.9L5.9 1.600C6.1 1.2 6.5.9 7 .9z"
        fill="currentColor"
      />
      <path
        d="M7 4.800v3.200M7 10.400v.1"
        stroke="var(--panel)"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </>
  ),
  crit: (
    <>
      <path
        d="M4.3.600h5.400l3.7 3.700v5.400l-3.7 3.700H4.300L.6 9.700V4.300z"
        fill="currentColor"
      />
      <path
        d="M7 3.600v4M7 10.200v.1"
        stroke="var(--panel)"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
    </>
  ),
  info: (
    <g {...(STROKE as object)}>
      <rect x="1.2" y="1.2" width="11.6" height="11.6" rx="2" />
      <path d="M7 6.600v3.600M7 4v.1" />
    </g>
  ),
  run: <path d="M12.8 7A5.8 5.8 0 1 1 7 1.2" {...(STROKE as object)} strokeWidth="2" />,
  unk: <circle cx="7" cy="7" r="5.8" {...(STROKE as object)} strokeDasharray="2.2 2.35" />,
}
