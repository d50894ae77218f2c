/** The column on the left; on a phone, the bar of four at the foot. */
import { Link } from '@tanstack/react-router'
import { CircleHelp, Search } from 'lucide-react'
import { useAnswer, useHref, useWorkload } from '../data/index.ts'
import { Key } from '../ui/Chip.tsx'
import { Mark } from './Mark.tsx'
import type { Place } from './navigation.ts'
import { shownBottom, shownGroups } from './places.ts'
import './navigation.css'

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

export function Navigation({ onSearch, onHelp }: { onSearch(): void; onHelp(): void }) {
  return (
    <nav className="nav" aria-label="Pages">
      <div className="nav-brand">
        <Mark /> Opsplane
      </div>
      <button type="button" className="nav-search" onClick={onSearch}>
        <Search className="icon" size={14} aria-hidden="true" /> Search or run
        <Key>{isMac ? '⌘K' : 'Ctrl K'}</Key>
      </button>
      {shownGroups.map(({ label, places }) => (
        <div key={label ?? 'top'} className="nav-group">
          {label && <div className="nav-label">{label}</div>}
          {places.map((place) => (
            <NavLink key={place.path} place={place} />
          ))}
        </div>
      ))}
      <button type="button" className="nav-link nav-help" onClick={onHelp}>
        <CircleHelp className="icon" size={15} aria-hidden="true" /> Help <Key>?</Key>
      </button>
    </nav>
  )
}

export function BottomBar() {
  return (
    <nav className="bottom-bar" aria-label="Main pages">
      {shownBottom.map((place) => (
        <NavLink key={place.path} place={place} />
      ))}
    </nav>
  )
}

function NavLink({ place: { path, label, icon: Icon } }: { place: Place }) {
  const href = useHref()
  return (
    <Link
      to={href(path)}
      search={keepRange as never}
      className="nav-link"
      activeOptions={{ exact: path === '', includeSearch: false }}
      activeProps={{ className: 'nav-link active', 'aria-current': 'page' }}
    >
      <Icon className="icon" size={15} aria-hidden="true" />
      <span>{label}</span>
      {path === 'incidents' && <OpenIncidents />}
    </Link>
  )
}

/** Time range and environment go along from page to page; filters and a stretch that was marked stay behind. */
function keepRange(search: Record<string, string>): Record<string, string> {
  const { from, to, env } = search
  return { ...(from && !to ? { from } : {}), ...(env ? { env } : {}) }
}

function OpenIncidents() {
  const workload = useWorkload()
  const { data } = useAnswer('incidents.list', { query: { workload, state: 'open' } })
  return data?.length ? (
    <span className="nav-count crit">
      {data.length}
      <span className="hidden-visually"> open</span>
    </span>
  ) : null
}
