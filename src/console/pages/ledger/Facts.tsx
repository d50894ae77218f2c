/** The list of facts with its filters; a row unfolds to the whole fact. */
import { useState } from 'react'
import { useAnswer, useFilter } from '../../data/index.ts'
import {
  Button,
  type Column,
  Empty,
  Filter,
  KeyValue,
  Panel,
  Select,
  Table,
  Time,
} from '../../ui/index.ts'
import { actorWords, type Fact, kindsOf } from './facts.ts'
import { useStretch } from './stretch.ts'

export function Facts({
  correlation,
  setCorrelation,
}: {
  correlation: string
  setCorrelation: (id: string) => void
}) {
  const [words, setWords] = useFilter('q')
  const [noun, setNoun] = useFilter('noun')
  const [open, setOpen] = useFilter('fact')
  const [limit, setLimit] = useState(100)
  const { query, words: stretchWords, leave } = useStretch()
  const answer = useAnswer('ledger.list', {
    query: { limit, ...query, ...(correlation ? { correlation } : {}) },
  })
  const columns: readonly Column<Fact>[] = [
    {
      head: 'No.',
      width: '64px',
      cell: ({ position }) => <span className="mono muted">{position}</span>,
    },
    { head: 'Time', width: '84px', cell: ({ time }) => <Time at={time} seconds /> },
    {
      head: 'Fact',
      cell: ({ id, type }) => (
        <button
          type="button"
          className="fact-type"
          aria-expanded={open === id}
          onClick={() => setOpen(open === id ? '' : id)}
        >
          {type}
        </button>
      ),
    },
    { head: 'Of', wide: true, cell: ({ subject }) => <span className="mono">{subject}</span> },
    { head: 'By', wide: true, cell: ({ actor }) => actorWords(actor) },
  ]
  const shown = (facts: readonly Fact[]) =>
    facts.filter(
      (fact) =>
        (!noun || fact.type.startsWith(`${noun}.`)) &&
        (!words || JSON.stringify(fact).toLowerCase().includes(words.toLowerCase())),
    )
  return (
    <Panel
      title="Facts"
      note={[correlation && 'One chain of causes', stretchWords].filter(Boolean).join(', ')}
      answer={answer}
      flush
      lines={8}
      aside={
        <>
          {correlation && (
            <Button small onClick={() => setCorrelation('')}>
              Leave this chain
            </Button>
          )}
          {stretchWords && (
            <Button small onClick={leave}>
              Show all times
            </Button>
          )}
          <NounSelect value={noun} onChange={setNoun} facts={answer.data ?? []} />
          <Filter label="Filter facts" value={words} onChange={setWords} />
        </>
      }
      empty={(facts) =>
        shown(facts).length === 0 && (
          <Empty title={facts.length ? 'No fact here matches' : 'Nothing has happened yet'}>
            Facts appear here as they are recorded; nothing is ever changed or taken out.
          </Empty>
        )
      }
    >
      {(facts) => (
        <>
          <Table
            label="Facts, the newest first"
            columns={columns}
            rows={shown(facts)}
            keyOf={({ id }) => id}
            onOpen={({ id }) => setOpen(open === id ? '' : id)}
            below={(fact) =>
              fact.id === open && (
                <Whole fact={fact} facts={facts} onChain={setCorrelation} onFact={setOpen} />
              )
            }
          />
          {facts.length === limit && (
            <div className="facts-more">
              <Button small onClick={() => setLimit(Math.min(1_000, limit + 200))}>
                Show earlier facts
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  )
}

function NounSelect({
  value,
  onChange,
  facts,
}: {
  value: string
  onChange: (noun: string) => void
  facts: readonly Fact[]
}) {
  const kinds = kindsOf(facts)
  const all = value && !kinds.includes(value) ? [...kinds, value] : kinds
  return (
    <Select
      label="Kind of fact"
      className="field noun-select"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      choices={[
        { value: '', label: 'All kinds' },
        ...all.map((kind) => ({ value: kind, label: kind })),
      ]}
    />
  )
}

function Whole({
  fact,
  facts,
  onChain,
  onFact,
}: {
  fact: Fact
  facts: readonly Fact[]
  onChain: (correlation: string) => void
  onFact: (id: string) => void
}) {
  const cause = facts.find(({ id }) => id === fact.cause)
  const caused = facts.filter((other) => other.cause === fact.id)
  const link = ({ id, position, type }: Fact) => (
    <Button key={id} small look="plain" onClick={() => onFact(id)}>
      {position} {type}
    </Button>
  )
  return (
    <div className="fact-whole">
      <KeyValue
        of={[
          ['Id', <code key="id">{fact.id}</code>],
          ['Happened', <Time key="time" at={fact.time} seconds />],
          ['Recorded', <Time key="recorded" at={fact.recordedAt} seconds />],
          ['Source', fact.source],
          ['By', fact.actor],
          ['Caused by', cause ? link(cause) : (fact.cause ?? 'nothing before it')],
          ['Caused', caused.length ? caused.map(link) : 'nothing that is shown here'],
          [
            'Chain',
            <Button key="chain" small look="plain" onClick={() => onChain(fact.correlation)}>
              Show the whole chain of causes
            </Button>,
          ],
        ]}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <section aria-label="Data of the fact" tabIndex={0} className="fact-data">
        <pre>{JSON.stringify(fact.data, null, 2)}</pre>
      </section>
    </div>
  )
}
