/** Components by layer, with what is wrong with each, what hurts it and who rests on it. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { Card, count, Status, Table } from '../../ui/index.ts'
import { healthWord } from '../outcomes/words.ts'
import { bare, type Component, type System } from './words.ts'

export function Components({ data }: { data: System }) {
  const href = useHref()
  const titleOf = (ref: string) =>
    data.components.find((one) => one.ref === ref)?.title ??
    data.outcomes.find((one) => one.ref === ref)?.title ??
    bare(ref)
  const why = ({ reasons, raised, hurtBy }: Component) => {
    const [alarm] = raised
    if (alarm) return <Link to={href(`alarms/${alarm}`)}>{reasons[0] ?? alarm}</Link>
    if (reasons[0]) return reasons[0]
    if (hurtBy[0]) return `${titleOf(hurtBy[0])} below it is in a bad way`
    return '—'
  }
  return (
    <Card title="Components" note={count(data.components.length, 'component')} flush>
      <Table
        label="Components"
        rows={data.components}
        keyOf={({ ref }) => ref}
        columns={[
          { head: 'Component', cell: ({ title }) => title },
          {
            head: 'Health',
            cell: ({ status }) => <Status kind={status} word={healthWord(status)} />,
          },
          { head: 'Why', cell: why },
          {
            head: 'Outcomes on it',
            wide: true,
            cell: ({ carries }) =>
              carries.length === 0
                ? '—'
                : carries.map((ref, at) => (
                    <span key={ref}>
                      {at > 0 && ', '}
                      <Link to={href(`outcomes/${bare(ref)}`)}>{titleOf(ref)}</Link>
                    </span>
                  )),
          },
          { head: 'Layer', wide: true, cell: ({ layer }) => layer },
          { head: 'Owner', wide: true, cell: ({ owner, vendor }) => vendor ?? bare(owner) },
        ]}
      />
    </Card>
  )
}
