/** Procedures in the palette: the page of each has its parameters and the button that runs it. */
import { Command } from 'cmdk'
import { BookCheck } from 'lucide-react'
import { useAnswer, useWorkload } from '../data/index.ts'
import { Item } from './Palette.tsx'

export function PaletteProcedures({ go }: { go: (page: string) => () => void }) {
  const workload = useWorkload()
  const procedures = useAnswer('procedures.list', { query: { workload } }).data ?? []
  return (
    <Command.Group heading="Procedures">
      {procedures.map(({ id, title }) => (
        <Item key={id} icon={<BookCheck size={15} />} run={go(`procedures/${id}`)}>
          Run: {title}
        </Item>
      ))}
    </Command.Group>
  )
}
