/** Where one is, whether what is shown is live, and for which time and environment. */
import { Link, useMatches } from '@tanstack/react-router'
import { Moon, Search, Sun } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import {
  RANGES,
  rangeUsers,
  useAnswer,
  useFilter,
  useFilters,
  useHref,
  useWorkload,
} from '../data/index.ts'
import { chooseTheme, useTheme } from '../data/theme.ts'
import { pages } from '../routes.ts'
import { clockTimeExact, duration } from '../ui/time.ts'
import { useKeys } from './keys.ts'
import { useLive } from './live.ts'
import './topbar.css'

export function TopBar({ onSearch }: { onSearch: () => void }) {
  return (
    <header className="top-bar">
      <Breadcrumb />
      <LiveDot />
      <Range />
      <button
        type="button"
        className="top-icon on-phone"
        aria-label="Search or run"
        onClick={onSearch}
      >
        <Search size={16} aria-hidden="true" />
      </button>
      <ThemeSwitch />
    </header>
  )
}

function Breadcrumb() {
  const href = useHref()
  const workload = useWorkload()
  const workloads = useAnswer('workloads.list').data
  const name = workloads?.find((one) => one.name === workload)?.title ?? workload
  const { pathname } = useMatches().at(-1) ?? { pathname: '' }
  const [section = '', ...rest] = pathname.split('/').filter(Boolean).slice(2)
  const page = pages.find(({ path }) => path === section)
  return (
    <nav className="breadcrumb" aria-label="Where you are">
      <ol>
        <li>
          <Link to={href('')}>{name}</Link>
        </li>
        {page && (
          <li>
            {rest.length ? (
              <Link to={href(section)}>{page.title}</Link>
            ) : (
              <span aria-current="page">{page.title}</span>
            )}
          </li>
        )}
        {rest.length > 0 && (
          <li>
            <span aria-current="page">{decodeURIComponent(rest.at(-1) ?? '')}</span>
          </li>
        )}
      </ol>
    </nav>
  )
}

/** Says "Live", or for how long the stream has been down. Down under a second is not worth a word. */
function LiveDot() {
  const { state, heardAt } = useLive()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (state === 'live') return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [state])
  const old = Math.max(0, now - heardAt)
  return (
    <span className={`live ${state}`}>
      {/* The change is announced once; the age that counts is for the eye. */}
      <span className="hidden-visually" role="status">
        {state === 'live' ? 'Live' : 'Reconnecting'}
      </span>
      <span className="live-dot" aria-hidden="true" />
      <span aria-hidden="true">
        {state === 'live' ? 'Live' : `Reconnecting, ${duration(old)} old`}
      </span>
    </span>
  )
}

const NO_KEYS = {}

/** Offered while a part of the page uses it; `[` and `]` make it narrower and wider. */
function Range() {
  const otherwise = useSyncExternalStore(rangeUsers.watch, rangeUsers.otherwise)
  const [from] = useFilter('from', otherwise)
  const [to] = useFilter('to')
  const change = useFilters()
  const set = useRef((_: string) => {})
  set.current = (next) => change({ from: next === otherwise ? '' : next, to: '' })
  const keys = useMemo(() => {
    const all = Object.keys(RANGES)
    const move = (by: number) => () => set.current(all[all.indexOf(from) + by] ?? from)
    return { '[': move(-1), ']': move(1) }
  }, [from])
  useKeys(otherwise ? keys : NO_KEYS)
  if (!otherwise) return null
  return (
    <select
      className="top-select"
      aria-label="Time range"
      value={to ? '' : from}
      onChange={(event) => set.current(event.target.value)}
    >
      {to && <option value="">{stretchWords(from, to)}</option>}
      {Object.entries(RANGES).map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

/** `13:02 to 13:07`, with the day when it is another one. */
function stretchWords(from: string, to: string): string {
  const endMs = Date.parse(to)
  const fromMs = endMs - Number(/^-(\d+)s$/.exec(from)?.[1] ?? 0) * 1_000
  return `${clockTimeExact(fromMs)} to ${clockTimeExact(endMs)}`
}

function ThemeSwitch() {
  const theme = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className="top-icon"
      aria-label={`Use the ${other} theme`}
      onClick={() => chooseTheme(other)}
    >
      {theme === 'dark' ? (
        <Sun size={15} aria-hidden="true" />
      ) : (
        <Moon size={15} aria-hidden="true" />
      )}
    </button>
  )
}
