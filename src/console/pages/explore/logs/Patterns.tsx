/** What is said, by template: how often, since when, and what was never said before. */

import type { Data } from '../../../data/index.ts'
import { useAnswer, useFilter } from '../../../data/index.ts'
import {
  Chip,
  Choices,
  type Column,
  count,
  Empty,
  Panel,
  Sparkline,
  Table,
  Time,
} from '../../../ui/index.ts'
import { Partial } from '../Partial.tsx'
import { Level, type LevelName } from './Level.tsx'

type Template = Data<'logs.templates'>['templates'][number]

export function Patterns(props: {
  query: { query: string; since: string; to?: string }
  onFilter: (field: string, value: string, out: boolean) => void
}) {
  const { query, onFilter } = props
  const [which, setWhich] = useFilter('templates', 'all')
  const answer = useAnswer('logs.templates', {
    query: { ...query, limit: 100, ...(which === 'new' ? { onlyNew: 'true' as const } : {}) },
  })
  const columns: readonly Column<Template>[] = [
    { head: 'Lines', num: true, cell: ({ total }) => total.toLocaleString('en') },
    {
      head: 'Course',
      wide: true,
      cell: ({ counts, text }) => (
        <Sparkline values={counts} label={`How often over time: ${text}`} />
      ),
    },
    { head: 'Level', wide: true, cell: ({ level }) => <Level of={level as LevelName} /> },
    { head: 'Service', wide: true, cell: ({ service }) => service },
    {
      head: 'Template',
      cell: ({ id, text, isNew, example }) => (
        <span className="template">
          {isNew && <Chip>New</Chip>}{' '}
          {id ? (
            <button
              type="button"
              className="legend-name mono"
              title={example}
              onClick={() => onFilter('template', id, false)}
            >
              {text}
            </button>
          ) : (
            <span className="muted">Records that follow none</span>
          )}
        </span>
      ),
    },
    {
      head: 'First seen',
      wide: true,
      num: true,
      cell: ({ firstSeenMs }) => <Time at={firstSeenMs} seconds />,
    },
  ]
  return (
    <Panel
      title="Patterns"
      note={answer.data && count(answer.data.templates.length, 'template')}
      answer={answer}
      flush
      lines={8}
      aside={
        <Choices
          label="Which templates"
          value={which}
          onChange={setWhich}
          choices={[
            { value: 'all', label: 'All' },
            { value: 'new', label: 'New in this time' },
          ]}
        />
      }
      empty={({ templates }) =>
        templates.length === 0 && (
          <Empty
            title={which === 'new' ? 'Nothing new was said' : 'No record'}
            command="opsplane logs --templates"
          >
            Lines that differ in numbers and names only are one template, learned as they arrive.
          </Empty>
        )
      }
    >
      {(data) => (
        <>
          <Partial of={data} />
          <Table
            label="Templates, the most frequent first"
            columns={columns}
            rows={data.templates}
            keyOf={({ id, service, text }) => id ?? `${service}.${text}`}
          />
        </>
      )}
    </Panel>
  )
}
