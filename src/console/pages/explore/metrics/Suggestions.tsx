/** Names of metrics that fit the word which is being written. */
import { useMetricNames } from './metric-names.ts'

const MOST = 8
const LAST_WORD = /[a-zA-Z_:][\w:]*$/

export function Suggestions({ text, onTake }: { text: string; onTake: (text: string) => void }) {
  const { data = [] } = useMetricNames()
  const word = LAST_WORD.exec(text)?.[0] ?? ''
  if (word.length < 2) return null
  const fits = data.filter(({ name }) => name.includes(word) && name !== word)
  if (fits.length === 0) return null
  return (
    <ul className="query-list suggestions" aria-label="Metrics with that name">
      {fits.slice(0, MOST).map(({ name, type, unit }) => (
        <li key={name}>
          <button
            type="button"
            onClick={() => onTake(text.slice(0, text.length - word.length) + name)}
          >
            <span className="mono">{name}</span>
            <span className="muted small">{[type, unit].filter(Boolean).join(', ')}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
