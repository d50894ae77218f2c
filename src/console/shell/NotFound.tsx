/** An address that leads nowhere: says so, and where to go instead. With a frame around it, or alone. */
import { Link } from '@tanstack/react-router'
import { PageHeader } from '../ui/PageHeader.tsx'

export function NotFound() {
  return (
    <main>
      <NotFoundHere />
    </main>
  )
}

export function NotFoundHere() {
  return (
    <PageHeader title="There is no page at this address">
      <span>
        The link may be old, or a letter is missing. Press Ctrl K to search, or{' '}
        <Link to="/">start from the overview</Link>.
      </span>
    </PageHeader>
  )
}
