/** The head of a page: its one `h1`, what qualifies it, and its acts. Names the document, too. */
import { type ReactNode, useEffect } from 'react'
import './pageheader.css'

export interface PageHeaderProps {
  readonly title: string
  /** Before the title: a status. */
  readonly before?: ReactNode
  /** Beside the title: chips. */
  readonly beside?: ReactNode
  /** Below the title, in muted words. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

export function PageHeader({ title, before, beside, children, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Opsplane`
  }, [title])
  return (
    <div className="page-header">
      <div className="page-header-words">
        <div className="row">
          {before}
          <h1>{title}</h1>
          {beside}
        </div>
        {children && <div className="page-header-note">{children}</div>}
      </div>
      {actions && <div className="page-header-actions">{actions}</div>}
    </div>
  )
}
