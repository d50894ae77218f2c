/** Values as they are written in the model: names, and below them what they hold. */
import type { ReactNode } from 'react'

export function Values({ value }: { value: unknown }): ReactNode {
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return <code>{value.join(', ')}</code>
    return (
      <ul className="values">
        {value.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a list have no other identity
          <li key={i}>
            <Values value={one} />
          </li>
        ))}
      </ul>
    )
  }
  if (value !== null && typeof value === 'object')
    return (
      <dl className="values">
        {Object.entries(value).map(([name, one]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Values value={one} />
            </dd>
          </div>
        ))}
      </dl>
    )
  return <code>{String(value)}</code>
}
