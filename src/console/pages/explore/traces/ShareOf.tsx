/** A figure with a bar below it that says how large it is beside the others. */
import type { ReactNode } from 'react'

export function ShareOf({ share, children }: { share: number; children: ReactNode }) {
  return (
    <span className="share-of">
      <span>{children}</span>
      <svg width="100%" height="4" aria-hidden="true">
        <rect width="100%" height="4" rx="2" className="share-ground" />
        <rect width={`${Math.max(1, share * 100)}%`} height="4" rx="2" className="share-bar" />
      </svg>
    </span>
  )
}
