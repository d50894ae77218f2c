/** From a point in time to what the ledger recorded around it. */
import { Link } from '@tanstack/react-router'
import { explore, useHref } from '../../data/index.ts'

export function EventsAround({ atMs }: { atMs: number }) {
  const href = useHref()
  const { page, search } = explore.eventsAround(atMs)
  return (
    <Link to={href(page)} search={search as never}>
      Events around
    </Link>
  )
}
