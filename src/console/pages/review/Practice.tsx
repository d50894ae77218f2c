/** One practice: its answer, and unfolded the evidence with rule, age and the objects behind it. */
import { ChevronRight } from 'lucide-react'
import type { Data } from '../../data/index.ts'
import { useFilter } from '../../data/index.ts'
import { ago, count, Status, Table } from '../../ui/index.ts'
import { answerStatus, LEVELS } from './words.ts'

type One = Data<'review.show'>['questions'][number]['practices'][number]

export function Practice({ practice }: { practice: One }) {
  const [open, setOpen] = useFilter('practice')
  const isOpen = open === practice.practice
  const { title, answer, evidence, gaps, quote, unmeasured, reason } = practice
  return (
    <div className={`practice${isOpen ? ' open' : ''}`}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(isOpen ? '' : practice.practice)}
      >
        <ChevronRight size={14} aria-hidden="true" />
        <Status {...answerStatus(answer)} />
        <span className="practice-title">
          <span className="muted">{practice.practice}</span> {title}
        </span>
        <span className="muted small">{count(evidence.length, 'piece')} of evidence</span>
      </button>
      {isOpen && (
        <div className="practice-body">
          <p className="muted">{quote}</p>
          {reason && (
            <p>
              {reason.by.replace('person:', '')}: {reason.text}{' '}
              <span className="muted small">({reason.driver})</span>
            </p>
          )}
          <div className="scrolls">
            <Table
              label={`Evidence of ${title}`}
              rows={evidence}
              keyOf={({ name }) => name}
              columns={[
                {
                  head: 'Evidence',
                  cell: ({ what, name, note }) => (
                    <>
                      {what || name}
                      {note && <p className="muted small">{note}</p>}
                    </>
                  ),
                },
                { head: 'Level', cell: ({ level }) => LEVELS[level] },
                {
                  head: 'Found',
                  cell: ({ ok, found }) => (
                    <Status
                      kind={ok === true ? 'ok' : ok === false ? 'warn' : 'unk'}
                      word={found}
                    />
                  ),
                },
                { head: 'Rule', cell: ({ rule }) => <span className="mono small">{rule}</span> },
                {
                  head: 'Newest',
                  wide: true,
                  cell: ({ newestAt }) => (newestAt ? ago(newestAt) : '—'),
                },
              ]}
            />
          </div>
          {gaps.length > 0 && (
            <>
              <h3>What is missing</h3>
              <ul className="gaps">
                {gaps.slice(0, 12).map(({ ref, title: words, reason: why, evidence: of }) => (
                  <li key={`${of}${ref}`}>
                    <span className="mono small">{ref}</span> {words !== ref && words}{' '}
                    <span className="muted small">{why}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {unmeasured.length > 0 && (
            <p className="muted small">
              Asked for as well, and not measured yet: {unmeasured.join('; ')}.
            </p>
          )}
        </div>
      )}
    </div>
  )
}
