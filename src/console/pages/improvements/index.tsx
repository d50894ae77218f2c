/** Improvements: what is changed because of what was learned, and how far each has come. */
import { type Data, useAct, useAnswer, useMay, useWorkload } from '../../data/index.ts'
import {
  Button,
  type Column,
  Empty,
  PageHeader,
  Panel,
  Status,
  type StatusKind,
  Table,
  Time,
} from '../../ui/index.ts'

type Improvement = Data<'improvements.list'>[number]
const NEXT = {
  proposed: 'accepted',
  accepted: 'in-progress',
  'in-progress': 'implemented',
  implemented: 'evaluating',
} as const
const KINDS: Record<string, StatusKind> = {
  effective: 'ok',
  'no-effect': 'warn',
  harmful: 'crit',
  'cannot-tell': 'unk',
  proposed: 'info',
}

export function Page() {
  const workload = useWorkload()
  const may = useMay('respond')
  const move = useAct('improvements.move')
  const answer = useAnswer('improvements.list', { query: { workload } })
  const columns: readonly Column<Improvement>[] = [
    {
      head: 'State',
      cell: ({ state }) => <Status kind={KINDS[state] ?? 'run'} word={state.replace('-', ' ')} />,
    },
    {
      head: 'Improvement',
      cell: ({ name, title, hypothesis }) => (
        <>
          <span className="mono muted">{name}</span> {title}
          <p className="muted small">{hypothesis}</p>
        </>
      ),
    },
    { head: 'Owner', wide: true, cell: ({ owner }) => owner.replace(/^\w+:/, '') },
    { head: 'Moved', num: true, wide: true, cell: ({ movedAt }) => <Time at={movedAt} /> },
    {
      head: '',
      cell: ({ name, state }) => {
        const next = NEXT[state as keyof typeof NEXT]
        return (
          next &&
          may && (
            <Button
              small
              onClick={() =>
                move.mutate({
                  params: { improvement: name },
                  body: { workload, to: next, reason: 'moved in the console' },
                })
              }
            >
              {next === 'accepted' ? 'Accept' : `Mark ${next.replace('-', ' ')}`}
            </Button>
          )
        )
      },
    },
  ]
  return (
    <>
      <PageHeader title="Improvements">
        Implemented is not yet better: each is evaluated.
      </PageHeader>
      <Panel
        title="Improvements"
        answer={answer}
        flush
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No improvement is proposed yet">
              Improvements are proposed on retrospectives.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table label="Improvements" columns={columns} rows={list} keyOf={({ id }) => id} />
        )}
      </Panel>
    </>
  )
}
