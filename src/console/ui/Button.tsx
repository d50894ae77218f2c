/** Buttons and links that look like buttons. One primary button a page. */
import { Link } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import './button.css'

interface Look {
  readonly look?: 'primary' | 'default' | 'danger' | 'plain'
  readonly small?: boolean
  readonly icon?: ReactNode
}

const classOf = ({ look = 'default', small }: Look) =>
  `button ${look}${small ? ' small-control' : ''}`

export function Button({ look, small, icon, children, ...rest }: Look & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={classOf({ ...(look ? { look } : {}), ...(small ? { small } : {}) })}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}

/** A button that goes to a page of the console. */
export function ButtonLink({
  to,
  search = {},
  look = 'default',
  small = false,
  icon,
  children,
}: Look & { to: string; search?: Readonly<Record<string, string>>; children: ReactNode }) {
  return (
    <Link to={to} search={search as never} className={classOf({ look, small })}>
      {icon}
      {children}
    </Link>
  )
}
