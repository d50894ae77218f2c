/** Where a question is written: Enter runs it, a mistake is shown below its place, earlier questions are at hand. */
import { History, Play } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { ExploreTab } from '../../data/index.ts'
import { Button } from '../../ui/index.ts'
import { MistakeNote } from './MistakeNote.tsx'
import type { Mistake } from './mistake.ts'
import { Recent } from './Recent.tsx'
import { remember } from './recent.ts'
import '../../ui/field.css'

export interface QueryBoxProps {
  readonly tab: ExploreTab
  readonly label: string
  readonly placeholder: string
  /** The question that is in the address. */
  readonly value: string
  readonly onRun: (question: string) => void
  readonly mistake?: Mistake | undefined
  /** Further controls on the row. */
  readonly children?: ReactNode
  readonly lines?: number
  /** Before the box, where there is more than one. */
  readonly lead?: string
  /** Below the box while it is written in, such as names that fit. */
  readonly suggest?: (text: string, take: (text: string) => void) => ReactNode
}

const LINE_PX = 18

export function QueryBox(props: QueryBoxProps) {
  const {
    tab,
    label,
    placeholder,
    value,
    onRun,
    mistake,
    children,
    lines = 1,
    lead,
    suggest,
  } = props
  const [text, setText] = useState(value)
  const [recent, setRecent] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  useEffect(() => setText(value), [value])
  const run = (question: string) => {
    setText(question)
    setRecent(false)
    remember(tab, question.trim())
    onRun(question.trim())
  }
  const press = (event: KeyboardEvent) => {
    // Out of the box, so that single keys walk the answer.
    if (event.key === 'Escape') {
      setRecent(false)
      box.current?.blur()
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    run(text)
  }
  return (
    <div className="card query-box">
      <div className="query-row">
        {lead && (
          <span className="query-lead" aria-hidden="true">
            {lead}
          </span>
        )}
        <textarea
          ref={box}
          className="field mono query-text"
          data-filter=""
          aria-label={label}
          aria-invalid={mistake !== undefined}
          {...(mistake ? { 'aria-describedby': id } : {})}
          placeholder={placeholder}
          rows={lines}
          style={{ minHeight: lines * LINE_PX + 12 }}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={press}
        />
        <Button
          aria-label="Recent questions"
          aria-expanded={recent}
          icon={<History size={14} aria-hidden="true" />}
          onClick={() => setRecent(!recent)}
        />
        <Button
          look="primary"
          icon={<Play size={13} aria-hidden="true" />}
          onClick={() => run(text)}
        >
          Run
        </Button>
      </div>
      {children && <div className="query-more">{children}</div>}
      {recent && <Recent tab={tab} onTake={run} />}
      {suggest?.(text, (next) => {
        setText(next)
        box.current?.focus()
      })}
      {mistake && <MistakeNote id={id} mistake={mistake} question={value} />}
    </div>
  )
}
