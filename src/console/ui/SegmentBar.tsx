/** Parts of a whole, each with its status: "partly" and "failed" are hatched, "unknown" is an outline. */
import type { StatusKind } from './Status.tsx'
import './segmentbar.css'

export interface Segment {
  readonly kind: StatusKind
  /** Share; 1 unless told. */
  readonly weight?: number
}

export function SegmentBar({ segments, label }: { segments: readonly Segment[]; label: string }) {
  return (
    <div className="segments" role="img" aria-label={label}>
      {segments.map(({ kind, weight = 1 }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: segments have no identity
        <span key={i} className={`segment ${kind}`} style={{ flexGrow: weight }} />
      ))}
    </div>
  )
}

/** A share of a whole, such as what is left of an error budget: 0 to 1. */
export function ShareBar({
  share,
  kind,
  label,
}: {
  share: number
  kind: StatusKind
  label: string
}) {
  return (
    <span className="share" role="img" aria-label={label}>
      <span
        className={`segment ${kind}`}
        style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
      />
    </span>
  )
}
