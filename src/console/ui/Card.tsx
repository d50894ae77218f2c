/** A card: one hairline, a head with a title and what qualifies it, and a body. */
import { type ReactNode, useId } from 'react'
import './card.css'

export interface CardProps {
  readonly title?: ReactNode
  /** Right of the title: age, scope, a status or a button. */
  readonly aside?: ReactNode
  /** Below the title. */
  readonly note?: ReactNode
  /** The body reaches the edges: for tables and lists. */
  readonly flush?: boolean
  readonly children?: ReactNode
  readonly className?: string
}

export function Card({ title, aside, note, flush, children, className }: CardProps) {
  const id = useId()
  return (
    <section
      className={`card${className ? ` ${className}` : ''}`}
      {...(title ? { 'aria-labelledby': id } : {})}
    >
      {title && (
        <header className="card-head">
          <div>
            <h2 className="card-title" id={id}>
              {title}
            </h2>
            {note && <div className="muted small">{note}</div>}
          </div>
          {aside && <div className="card-aside">{aside}</div>}
        </header>
      )}
      <div className={flush ? 'card-flush' : 'card-body'}>{children}</div>
    </section>
  )
}
