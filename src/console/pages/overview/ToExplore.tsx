/** A small picture that leads to its question on the Explore page; without a signal it leads nowhere. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { explore, useHref, useRange } from '../../data/index.ts'
import type { Signal } from './words.ts'

export function ToExplore(props: { signal: Signal | undefined; of: string; children: ReactNode }) {
  const href = useHref()
  const { from } = useRange('-1h')
  if (!props.signal) return props.children
  const { page, search } = explore.ask('metrics', props.signal.query, { from })
  return (
    <Link to={href(page)} search={search as never} title={`Explore ${props.of}`}>
      {props.children}
    </Link>
  )
}
