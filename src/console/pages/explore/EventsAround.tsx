/** From a point in time to what the ledger recorded around it. */
import { Link } from '@tanstack/react-router'
import { explore, useHref } from '../../data/index.ts'
import { clockTime } from '../../ui/index.ts'

/** `named`: says which moment, where it is not plain. */
export function EventsAround({ atMs, named }: { atMs: number; named?: boolean }) {
  const href = useHref()
  const { page, search } = explore.eventsAround(atMs)
  return (
    <Link to={href(page)} search={search as never}>
      Events around{named && ` ${clockTime(atMs)}`}
    </Link>
  )
}
