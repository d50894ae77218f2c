/** What the address says: workload, time range, environment and filters. Every view is a link. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { rangeUsers } from './range-users.ts'

/** A value of the path, such as `incident` of `/w/storefront/incidents/INC-1`. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  return params[name] ?? ''
}

export function useWorkload(): string {
  return useParam('workload')
}

/** Address of a page of this workload: `useHref()('incidents/INC-1')`. */
export function useHref(): (page: string) => string {
  const workload = useWorkload()
  return (page) => `/w/${workload}${page ? `/${page}` : ''}`
}

/** Filters by name; an empty value takes one out of the address. */
export type Filters = Readonly<Record<string, string>>

/** Changes several filters at once. With `asStep` the back button leads to what was before. */
export function useFilters(): (changes: Filters, asStep?: boolean) => void {
  const navigate = useNavigate()
  return (changes, asStep = false) =>
    void navigate({
      to: '.',
      replace: !asStep,
      search: ((before: Filters) =>
        Object.fromEntries(
          Object.entries({ ...before, ...changes }).filter(([, value]) => value),
        )) as never,
    })
}

/** A filter, tab or range that lives in the address; an empty value takes it out. */
export function useFilter(name: string, otherwise = ''): [string, (value: string) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const change = useFilters()
  return [
    search[name] ?? otherwise,
    (value) => change({ [name]: value === otherwise ? '' : value }),
  ]
}

export const RANGES = {
  '-15m': 'Last 15 minutes',
  '-1h': 'Last hour',
  '-3h': 'Last 3 hours',
  '-24h': 'Last 24 hours',
  '-7d': 'Last 7 days',
  '-30d': 'Last 30 days',
} as const

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

export interface Range {
  /** As in the address: `-3h`. */
  readonly from: string
  /** As questions take it: `3h`. */
  readonly span: string
  readonly spanMs: number
  readonly set: (from: string) => void
  /** When it ends, as questions take it; undefined while it ends now. */
  readonly to: string | undefined
  /** A stretch of time, as somebody marked it on a chart; another step for the back button. */
  readonly choose: (fromMs: number, toMs: number) => void
}

/**
 * The time range of the page, so long before now or before `to`; the top bar offers to choose it while a part
 * of the page uses it. `otherwise` holds as long as the address names none.
 */
export function useRange(otherwise: keyof typeof RANGES = '-3h'): Range {
  const [from, set] = useFilter('from', otherwise)
  const [end] = useFilter('to')
  const change = useFilters()
  useEffect(() => rangeUsers.join(otherwise), [otherwise])
  const [, amount, unit] = /^-(\d+)([smhd])$/.exec(from) ?? ['', '3', 'h']
  const spanMs = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]
  const endMs = Date.parse(end)
  const to = useMemo(
    () => (Number.isNaN(endMs) ? undefined : new Date(endMs).toISOString()),
    [endMs],
  )
  const choose = (fromMs: number, toMs: number) => change(stretch(fromMs, toMs), true)
  return { from, span: `${amount}${unit}`, spanMs, set, to, choose }
}

/** The stretch that the address names with an end of its own; undefined for a range that ends now. */
export function useRangeOfAddress(): { fromMs: number; toMs: number } | undefined {
  const [from] = useFilter('from')
  const [to] = useFilter('to')
  const toMs = Date.parse(to)
  if (Number.isNaN(toMs)) return undefined
  return { fromMs: toMs - (spanOf(from) ?? 0), toMs }
}

function spanOf(from: string): number | undefined {
  const [, amount, unit] = /^-(\d+)([smhd])$/.exec(from) ?? []
  return amount ? Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS] : undefined
}

/** The words of the address for a stretch of time, in whole seconds. */
export function stretch(fromMs: number, toMs: number): { from: string; to: string } {
  const endMs = Math.ceil(toMs / 1_000) * 1_000
  const seconds = Math.max(1, Math.ceil((endMs - fromMs) / 1_000))
  return { from: `-${seconds}s`, to: new Date(endMs).toISOString() }
}
