/** What was found when the evidence was collected, in the order of time, and what could not be looked at. */
import { Link } from '@tanstack/react-router'
import { type Data, useHref } from '../../data/index.ts'
import { Time } from '../../ui/index.ts'

type Collected = NonNullable<Data<'causes.show'>['declared']>

export function Evidence({ items, blind }: Pick<Collected, 'items' | 'blind'>) {
  if (items.length === 0 && blind.length === 0) return null
  return (
    <details className="side-section evidence">
      <summary>
        {items.length === 1 ? 'One piece of evidence' : `${items.length} pieces of evidence`}
      </summary>
      <ul className="small">
        {items.map((item) => (
          <li key={`${item.at} ${item.kind} ${item.about} ${item.text}`}>
            <Time at={item.at} seconds /> <span className="muted">{item.kind}</span>{' '}
            <Words item={item} />
          </li>
        ))}
        {blind.map((one) => (
          <li key={one} className="muted">
            Not looked at: {one}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Words({ item: { text, look } }: { item: Collected['items'][number] }) {
  const href = useHref()
  if (!look) return text
  const [page = '', search = ''] = look.split('?')
  return (
    <Link to={href(page)} search={Object.fromEntries(new URLSearchParams(search))}>
      {text}
    </Link>
  )
}
