/** One field of a record: search for its value, or for all others. */
import { CircleMinus, CirclePlus } from 'lucide-react'

export function FieldValue(props: {
  name: string
  value: string
  /** Of the resource: less likely what is looked for. */
  quiet?: boolean
  onFilter: (out: boolean) => void
}) {
  const { name, value, quiet, onFilter } = props
  return (
    <div className={quiet ? 'quiet' : undefined}>
      <dt className="mono">{name}</dt>
      <dd className="mono">
        <span className="field-acts">
          <button
            type="button"
            aria-label={`Search for ${name} ${value}`}
            title="Search for this value"
            onClick={() => onFilter(false)}
          >
            <CirclePlus size={14} aria-hidden="true" />
          </button>
          <button
            type="button"
            aria-label={`Leave out ${name} ${value}`}
            title="Leave this value out"
            onClick={() => onFilter(true)}
          >
            <CircleMinus size={14} aria-hidden="true" />
          </button>
        </span>
        {value}
      </dd>
    </div>
  )
}
