/** Names and values of one thing, as a definition list. */
import type { ReactNode } from 'react'
import './keyvalue.css'

export function KeyValue({ of }: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="key-value">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
