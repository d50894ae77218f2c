/** What the address says: workload, time range, environment and filters. Every view is a link. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
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

/** A filter, tab or range that lives in the address; an empty value takes it out. */
export function useFilter(name: string, otherwise = ''): [string, (value: string) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const set = (value: string) =>
    void navigate({
      to: '.',
      replace: true,
      search: ((before: Record<string, string>) => {
        const { [name]: _, ...rest } = before
        return value && value !== otherwise ? { ...rest, [name]: value } : rest
      }) as never,
    })
  return [search[name] ?? otherwise, set]
}

export const RANGES = {
  '-15m': 'Last 15 minutes',
  '-1h': 'Last hour',
  '-3h': 'Last 3 hours',
  '-24h': 'Last 24 hours',
  '-7d': 'Last 7 days',
} as const

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

export interface Range {
  /** As in the address: `-3h`. */
  readonly from: string
  /** As questions take it: `3h`. */
  readonly span: string
  readonly spanMs: number
  readonly set: (from: string) => void
}

/**
 * The time range of the page, so long before now; the top bar offers to choose it while a part of the
 * page uses it. `otherwise` holds as long as the address names none.
 */
export function useRange(otherwise: keyof typeof RANGES = '-3h'): Range {
  const [from, set] = useFilter('from', otherwise)
  useEffect(() => rangeUsers.join(otherwise), [otherwise])
  const [, amount, unit] = /^-(\d+)([mhd])$/.exec(from) ?? ['', '3', 'h']
  const spanMs = Number(amount) * UNIT_MS[unit as 'm' | 'h' | 'd']
  return { from, span: `${amount}${unit}`, spanMs, set }
}
