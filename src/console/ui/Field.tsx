/** Form fields with their label above and their hint below. */
import { type ComponentProps, type ReactNode, useId } from 'react'
import './field.css'

interface Words {
  readonly label: string
  readonly hint?: string
}

export function TextField({ label, hint, ...rest }: Words & ComponentProps<'input'>) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => <input className="field" {...ids} {...rest} />}
    </Labelled>
  )
}

export function TextArea({ label, hint, ...rest }: Words & ComponentProps<'textarea'>) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => <textarea className="field" rows={4} {...ids} {...rest} />}
    </Labelled>
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
}

export function Select({
  label,
  hint,
  choices,
  ...rest
}: Words & { choices: readonly Choice[] } & ComponentProps<'select'>) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <select className="field" {...ids} {...rest}>
          {choices.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

function Labelled(props: {
  label: string
  hint: string | undefined
  children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode
}) {
  const id = useId()
  return (
    <div className="labelled">
      <label htmlFor={id}>{props.label}</label>
      {props.children(props.hint ? { id, 'aria-describedby': `${id}-hint` } : { id })}
      {props.hint && (
        <span className="muted small" id={`${id}-hint`}>
          {props.hint}
        </span>
      )}
    </div>
  )
}

/** Narrows the list of a page; `/` puts the cursor here. */
export function Filter({
  value,
  onChange,
  label,
}: {
  value: string
  onChange: (value: string) => void
  label: string
}) {
  return (
    <input
      className="field filter"
      type="search"
      data-filter=""
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** A few values of which one holds, side by side. */
export function Choices({
  label,
  value,
  onChange,
  choices,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  choices: readonly Choice[]
}) {
  return (
    <fieldset className="choices">
      <legend className="hidden-visually">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  )
}
