/** Says once, politely, when an incident opens or ends; for those who do not see the count change. */
import { useAnswer, useWorkload } from '../data/index.ts'
import { count } from '../ui/number.ts'

export function Announcer() {
  const workload = useWorkload()
  const open = useAnswer('incidents.list', { query: { workload, state: 'open' } }).data
  const newest = open?.toSorted((a, b) => b.openedAt.localeCompare(a.openedAt))[0]
  return (
    <div className="hidden-visually" role="status">
      {open && `${count(open.length, 'open incident')}. `}
      {newest && `The newest: ${newest.name}, ${newest.title}`}
    </div>
  )
}
