/** The resources of the model, by kind; a row unfolds to what is written. */
import { type Data, useFilter } from '../../data/index.ts'
import { type Column, count, Filter, Table } from '../../ui/index.ts'
import { Values } from './Values.tsx'

type Resource = Data<'model.show'>['resources'][number]

const refOf = ({ kind, name }: Resource) => `${kind}:${name}`

export function Resources({ resources }: { resources: readonly Resource[] }) {
  const [words, setWords] = useFilter('q')
  const [kind, setKind] = useFilter('kind')
  const [open, setOpen] = useFilter('resource')
  const kinds = [...new Set(resources.map((one) => one.kind))]
  const shown = resources.filter(
    (one) =>
      (!kind || one.kind === kind) &&
      `${refOf(one)} ${one.title}`.toLowerCase().includes(words.toLowerCase()),
  )
  const columns: readonly Column<Resource>[] = [
    { head: 'Kind', width: '120px', cell: (one) => <span className="muted">{one.kind}</span> },
    {
      head: 'Name',
      cell: (one) => (
        <button
          type="button"
          className="fold"
          aria-expanded={open === refOf(one)}
          onClick={() => setOpen(open === refOf(one) ? '' : refOf(one))}
        >
          {one.name}
        </button>
      ),
    },
    { head: 'Title', wide: true, cell: ({ title, name }) => (title === name ? '' : title) },
    {
      head: 'Written in',
      wide: true,
      cell: ({ source }) =>
        source ? <code className="muted">{`${source.file}:${source.line}`}</code> : '—',
    },
  ]
  return (
    <div className="resources">
      <nav className="kinds" aria-label="Kinds">
        {['', ...kinds].map((one) => (
          <button key={one} type="button" aria-pressed={one === kind} onClick={() => setKind(one)}>
            <span>{one || 'All kinds'}</span>
            <span className="muted small">
              {one ? resources.filter((r) => r.kind === one).length : resources.length}
            </span>
          </button>
        ))}
      </nav>
      <div className="resource-list">
        <div className="row list-bar">
          <Filter label="Filter resources" value={words} onChange={setWords} />
          <span className="muted small">{count(shown.length, 'resource')}</span>
        </div>
        <Table
          label="Resources"
          columns={columns}
          rows={shown}
          keyOf={refOf}
          onOpen={(one) => setOpen(open === refOf(one) ? '' : refOf(one))}
          below={(one) => open === refOf(one) && <Values value={one.spec} />}
        />
      </div>
    </div>
  )
}
