/** The fields of what was found, the most frequent first; one unfolds to its most frequent values. */

import { useState } from 'react'
import { useAnswer, useFilter } from '../../../data/index.ts'
import { Answer, Card, count, Filter } from '../../../ui/index.ts'
import { FieldValue } from './FieldValue.tsx'
import { fieldName } from './log-search.ts'

type Query = { query: string; since: string; to?: string }
type OnFilter = (field: string, value: string, out: boolean) => void

export function Fields({ query, onFilter }: { query: Query; onFilter: OnFilter }) {
  const [open, setOpen] = useFilter('field')
  const [words, setWords] = useState('')
  const answer = useAnswer('logs.fields', { query })
  return (
    <Card title="Fields" flush aside={answer.data && count(answer.data.fields.length, 'field')}>
      <div className="fields-filter">
        <Filter label="Filter fields" value={words} onChange={setWords} />
      </div>
      <Answer
        answer={answer}
        lines={8}
        empty={({ fields }) =>
          fields.length === 0 && <p className="muted card-body">No record has a field.</p>
        }
      >
        {({ fields }) => (
          <ul className="fields">
            {fields
              .filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()))
              .slice(0, 100)
              .map(({ name, of, values }) => {
                const field = fieldName(name, of)
                return (
                  <li key={`${of}.${name}`}>
                    <button
                      type="button"
                      className="field-name"
                      aria-expanded={open === field}
                      onClick={() => setOpen(open === field ? '' : field)}
                    >
                      <span className="mono">{name}</span>
                      <span className="muted small push">
                        {of === 'resource' && 'resource · '}
                        {values.toLocaleString('en')}
                      </span>
                    </button>
                    {open === field && <Values query={query} field={field} onFilter={onFilter} />}
                  </li>
                )
              })}
          </ul>
        )}
      </Answer>
    </Card>
  )
}

function Values(props: { query: Query; field: string; onFilter: OnFilter }) {
  const { query, field, onFilter } = props
  const answer = useAnswer('logs.values', { query: { ...query, field, limit: 10 } })
  return (
    <Answer answer={answer} lines={3}>
      {({ values, records, distinct }) => (
        <div className="field-values">
          <dl className="log-fields">
            {values.map(({ value, records: n }) => (
              <FieldValue
                key={value}
                name={`${Math.round((n / Math.max(1, records)) * 100)} %`}
                value={value}
                onFilter={(out) => onFilter(field, value, out)}
              />
            ))}
          </dl>
          <p className="muted small">
            {distinct > values.length
              ? `The most frequent ${values.length} of about ${distinct.toLocaleString('en')} values`
              : count(distinct, 'value')}{' '}
            in {count(records, 'record')}
          </p>
        </div>
      )}
    </Answer>
  )
}
