/** A small fact about a thing: its kind, owner or tier. Not a status, and not a control. */
import type { ReactNode } from 'react'
import './chip.css'

export function Chip({
  icon,
  mono,
  children,
}: {
  icon?: ReactNode
  mono?: boolean
  children: ReactNode
}) {
  return (
    <span className={`chip${mono ? ' mono' : ''}`}>
      {icon}
      {children}
    </span>
  )
}

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className="key">{children}</kbd>
}
