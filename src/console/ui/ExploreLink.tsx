/** From a chart to the same question and the same time on the Explore page. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../data/address.ts'
import { explore } from '../data/explore.ts'

export function ExploreLink({ query, from, of }: { query: string; from: string; of?: string }) {
  const href = useHref()
  const { page, search } = explore.ask('metrics', query, { from })
  return (
    <Link to={href(page)} search={search as never} className="small">
      Explore{of && <span className="hidden-visually"> {of}</span>}
    </Link>
  )
}
